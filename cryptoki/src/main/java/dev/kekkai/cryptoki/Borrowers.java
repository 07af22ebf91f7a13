package dev.kekkai.cryptoki;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;

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
        .collect(names());
  }

  /** Those who have one now. */
  static String of(Collection<PooledSession> sessions) {
    return sessions.stream().map(PooledSession::borrower).collect(names());
  }

  private static Collector<Long, ?, String> names() {
    return Collectors.filtering(
        id -> id != PooledSession.NOBODY,
        Collectors.mapping(Borrowers::name, Collectors.joining(", ")));
  }

  /** Virtual threads are known by their numbers only. */
  private static String name(long id) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getId() == id)
        .map(t -> String.format(Locale.ROOT, "thread '%s'", t.getName()))
        .findAny()
        .orElse(String.format(Locale.ROOT, "thread %d", id));
  }
}
