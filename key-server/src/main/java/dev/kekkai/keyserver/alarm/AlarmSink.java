package dev.kekkai.keyserver.alarm;

import dev.kekkai.keyserver.audit.AuditEvent;
import java.util.List;

/** Is shown every attempt after it was written down, and raises alarms. Thread-safe. */
public interface AlarmSink {
  /**
   * Attempts that were written down. Returns at once; never throws.
   *
   * @param events as they were written
   */
  void observed(List<AuditEvent> events);
}
