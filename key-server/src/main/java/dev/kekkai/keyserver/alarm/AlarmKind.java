package dev.kekkai.keyserver.alarm;

import java.util.Locale;

/** What an alarm is about. */
public enum AlarmKind {
  /** A client has far more items opened under a KEK than is usual for it. */
  RATE,
  /** Much of what a client asks for is refused. */
  REFUSALS,
  /** Many items that a client sends do not open. */
  NOT_OPENED,
  /** A client that is suspended keeps asking: somebody still has its credentials in use. */
  SUSPENDED_USE,
  /** The servers took over a new version of the client registry. */
  REGISTRY;

  /**
   * The name in configuration, database and messages, which is fixed.
   *
   * @return for instance {@code not-opened}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
