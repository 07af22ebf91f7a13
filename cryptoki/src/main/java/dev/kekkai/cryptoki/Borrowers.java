package dev.kekkai.cryptoki;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who has which session, for messages. */
final class Borrowers {
  private final Map<PooledSession, Long> loans = new HashMap<>();

  /** Notes who has one now. */
  Borrowers(Collection<PooledSession> sessions) {
    sessions.forEach(s -> loans.put(s, s.loans()));
  }

  /** Those who have the same session still. */
  String still() {
    return loans.entrySet().stream()
        .filter(e -> e.getKey().loans() == e.getValue())
        .map(e -> e.getKey().borrower())
        .collect(names(threads()));
  }

  /** Those who have one now. */
  static String of(Collection<PooledSession> sessions) {
    return sessions.stream().map(PooledSession::borrower).collect(names(threads()));
  }

  /** Asked for once for each message: the JVM stops for it. */
  private static Map<Long, String> threads() {
    Map<Long, String> names = new HashMap<>();
    Thread.getAllStackTraces().keySet().forEach(t -> names.put(t.getId(), t.getName()));
    return names;
  }

  private static Collector<Long, ?, String> names(Map<Long, String> threads) {
    return Collectors.filtering(
        id -> id != PooledSession.NOBODY,
        Collectors.mapping(id -> name(id, threads.get(id)), Collectors.joining(", ")));
  }

  /** Virtual threads are known by their numbers only. */
  private static String name(long id, @Nullable String name) {
    return name == null
        ? String.format(Locale.ROOT, "thread %d", id)
        : String.format(Locale.ROOT, "thread '%s'", name);
  }
}
