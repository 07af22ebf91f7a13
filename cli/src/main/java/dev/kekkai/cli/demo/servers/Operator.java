package dev.kekkai.cli.demo.servers;

/** Who runs the key server, as far as the scenes need him. For one thread. */
interface Operator {
  /** Stops the key server, in order. */
  void stop() throws Exception;

  /**
   * Starts the key server and waits until it is ready.
   *
   * @return how it runs, for the reader
   */
  String start() throws Exception;

  /** Makes the next version of the KEK on the token. */
  void rotate() throws Exception;

  /**
   * What the servers have learned to be usual for the client.
   *
   * @return for the reader; empty while too little is known to suspend it
   */
  String usual() throws Exception;

  /**
   * The alarm that suspended the client, as it was told.
   *
   * @return for the reader; empty while there is none
   */
  String alarm() throws Exception;

  /**
   * Who is suspended, and by whom.
   *
   * @return for the reader; empty when nobody is
   */
  String suspension() throws Exception;
}
