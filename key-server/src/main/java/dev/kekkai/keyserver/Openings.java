package dev.kekkai.keyserver;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed in the opposite order. Thread-safe. */
final class Openings {
  private static final Logger LOG = LoggerFactory.getLogger(Openings.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /** Takes something over; what comes too late is closed at once. */
  <T extends AutoCloseable> T add(T opened) {
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        open.push(opened);
      }
    }
    if (late) {
      close(opened);
    }
    return opened;
  }

  void closeAll() {
    Deque<AutoCloseable> all;
    synchronized (this) {
      closed = true;
      all = new ArrayDeque<>(open);
      open.clear();
    }
    all.forEach(Openings::close);
  }

  private static void close(AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception e) {
      LOG.warn("{} did not close in order: {}", opened.getClass().getSimpleName(), e.toString());
    }
  }
}
