package dev.kekkai.cryptoki;

import dev.kekkai.config.problem.Printable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who has a session for so long, and what that thread is doing now.
 *
 * <p>A session knows its borrower's number only. The JDK finds a platform thread by it; for a
 * virtual one it has nothing of the kind (up to JDK 25 just a dump of all threads into a file), so
 * the line says how to get there.
 */
final class LeakReport {
  private static final Logger LOG = LoggerFactory.getLogger(LeakReport.class);

  private static final int LINES = 12;

  private final Duration leakAfter;
  private final TokenListener listener;

  LeakReport(Duration leakAfter, TokenListener listener) {
    this.leakAfter = leakAfter;
    this.listener = listener;
  }

  /**
   * One line in the log, unless the session has been given back by now.
   *
   * @param session lent
   * @param loan its count of loans when it was seen first
   * @param lent for how long it has been seen so
   */
  void tell(PooledSession session, long loan, Duration lent) {
    long id = session.borrower();
    Map<Thread, StackTraceElement[]> threads = Thread.getAllStackTraces();
    if (session.loans() != loan || session.borrower() == PooledSession.NOBODY) {
      return;
    }
    String name = String.format(Locale.ROOT, "#%d", id);
    String where =
        ", a virtual thread or one that has ended; jcmd PID Thread.dump_to_file FILE shows its stack";
    for (Map.Entry<Thread, StackTraceElement[]> thread : threads.entrySet()) {
      if (thread.getKey().getId() == id) {
        name = Printable.of(thread.getKey().getName());
        where = frames(thread.getValue());
      }
    }
    LOG.warn(
        "A PKCS#11 session has been lent for {} ms (sessions.leak-after is {} ms) to thread {}{}",
        lent.toMillis(),
        leakAfter.toMillis(),
        name,
        where);
    listener.kept(name, lent);
  }

  /** Where it is, and the way there without the JDK's own part of it. */
  private static String frames(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .filter(
            frame -> frame.equals(stack[0]) || !frame.getClassName().matches("(java|jdk|sun)\\..*"))
        .limit(LINES)
        .map(frame -> "\n\tat " + frame)
        .collect(Collectors.joining());
  }
}
