package dev.kekkai.keyserver.alarm;

/** Is told of each alarm, by the server that raised it. Thread-safe. */
@FunctionalInterface
public interface AlarmListener {
  /**
   * An alarm. Returns at once and throws nothing.
   *
   * @param alarm which
   */
  void raised(Alarm alarm);
}
