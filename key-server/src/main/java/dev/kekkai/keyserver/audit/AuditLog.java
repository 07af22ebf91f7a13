package dev.kekkai.keyserver.audit;

import java.util.List;

/** Where attempts are written down before they are answered. Thread-safe. */
public interface AuditLog {
  /** The most events in one call. */
  int MAX_EVENTS = 1_000;

  /**
   * Appends entries, in this order, and returns when all of them are durable.
   *
   * @param events what happened; at least one, at most {@value #MAX_EVENTS}
   * @throws AuditUnavailableException when that is not certain; then nothing may be decrypted or
   *     answered with a plaintext. The entries may still be written: an attempt that was not
   *     answered can be in the log, one that was answered always is
   */
  void record(List<AuditEvent> events) throws AuditUnavailableException;

  /**
   * Which of its connections to the database entries are written over. When it is the same after an
   * entry became durable as before other connections committed something without waiting for the
   * disk, the database did not crash in between, and the entry's commit made that durable, too.
   *
   * @return another number for each connection
   */
  long incarnation();

  /**
   * Whether entries can be written at present, for readiness.
   *
   * @return false after a failure, until one was written again
   */
  boolean isAvailable();
}
