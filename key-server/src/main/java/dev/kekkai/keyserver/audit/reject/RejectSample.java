package dev.kekkai.keyserver.audit.reject;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first few failures of each reason and minute, and the counts of all. Thread-safe. */
final class RejectSample {
  /** Reasons are fixed words; should one be made of what came in, it fills nothing. */
  private static final int MAX_REASONS = 32;

  private static final String OTHER = "other";
  private static final int PEER_CHARS = 64;
  private static final int DETAIL_CHARS = 512;

  private final int perMinute;
  private final Clock clock;
  private final Map<String, Long> totals = new HashMap<>();
  private final Map<String, Integer> keptThisMinute = new HashMap<>();
  private Instant minute = Instant.EPOCH;
  private List<Reject> kept = new ArrayList<>();
  private Map<Counted, Long> counts = new HashMap<>();

  RejectSample(int perMinute, Clock clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /** One failure. */
  record Reject(Instant at, String reason, String peer, @Nullable String detail) {}

  /** What is counted together. */
  record Counted(Instant minute, String reason) {}

  /** What came since the last one was taken. */
  record Part(List<Reject> kept, Map<Counted, Long> counts) {}

  synchronized void add(String reason, String peer, @Nullable String detail) {
    Instant now = clock.instant();
    Instant currentMinute = now.truncatedTo(ChronoUnit.MINUTES);
    if (!currentMinute.equals(minute)) {
      minute = currentMinute;
      keptThisMinute.clear();
    }
    String word = known(reason);
    totals.merge(word, 1L, Long::sum);
    counts.merge(new Counted(minute, word), 1L, Long::sum);
    if (keptThisMinute.merge(word, 1, Integer::sum) <= perMinute) {
      kept.add(
          new Reject(
              now,
              word,
              printable(peer, PEER_CHARS),
              detail == null ? null : printable(detail, DETAIL_CHARS)));
    }
  }

  private String known(String reason) {
    boolean room = totals.size() < MAX_REASONS - 1;
    return totals.containsKey(reason) || room ? printable(reason, PEER_CHARS) : OTHER;
  }

  private static String printable(String text, int chars) {
    String bounded = text.length() <= chars ? text : text.substring(0, chars);
    return bounded.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }

  synchronized Part take() {
    Part part = new Part(kept, counts);
    kept = new ArrayList<>();
    counts = new HashMap<>();
    return part;
  }

  synchronized Map<String, Long> totals() {
    return Map.copyOf(totals);
  }
}
