package dev.kekkai.keyserver.audit;

/** An audit log that is being written, from {@link AuditLogs#start} on. Thread-safe. */
public interface AuditService extends AuditLog, AutoCloseable {
  /**
   * How it is.
   *
   * @return a snapshot
   */
  AuditStatus status();

  /**
   * Writes what waits, seals the chain's end, and closes the witnesses. Returns within the time
   * that the settings give to that; a chain that could not be ended in time is as one of a server
   * that crashed. A second call does nothing.
   */
  @Override
  void close();
}
