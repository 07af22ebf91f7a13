package dev.kekkai.benchmarks.server;

/**
 * Time of processors, in microseconds.
 *
 * @param server used by the key server, its HSM among it
 * @param database by PostgreSQL
 * @param clients by those who ask
 */
record Cpu(double server, double database, double clients) {
  Cpu minus(Cpu earlier) {
    return new Cpu(server - earlier.server, database - earlier.database, clients - earlier.clients);
  }

  /** Each item's share. */
  Cpu of(long items) {
    return new Cpu(server / items, database / items, clients / items);
  }
}
