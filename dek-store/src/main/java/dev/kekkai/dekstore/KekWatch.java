package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KekRef;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a running application notice that a KEK version was disabled: the store is asked again when
 * the last answer is as old as {@code dek.max-age}, by one thread for all. While the store can't be
 * read, or the token can't verify what was read, the last answer stands. Thread-safe.
 */
final class KekWatch {
  private static final Logger LOG = LoggerFactory.getLogger(KekWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final KekRegistry keks;
  private final long maxAgeNanos;
  private final Map<KekRef, Answer> answers = new ConcurrentHashMap<>();

  /** What the store said, and when to ask again. */
  private record Answer(long dueNanos, @Nullable KekRecord refused) {
    boolean isDue(long nanoTime) {
      return nanoTime - dueNanos >= 0;
    }
  }

  KekWatch(KekRegistry keks, Duration maxAge) {
    this.keks = keks;
    this.maxAgeNanos = maxAge.toNanos();
  }

  /**
   * Passes a version that unwraps.
   *
   * @param nanoTime {@link System#nanoTime()} of this moment
   * @throws KekDisabledException when it does not any more
   * @throws StoreChangedException when somebody else changed the table of KEKs
   */
  void require(KekRef kek, long nanoTime) throws TokenException {
    Answer last = answers.get(kek);
    if (last == null || last.isDue(nanoTime)) {
      last = ask(kek, last);
    }
    KekRecord refused = last.refused();
    if (refused != null) {
      throw new KekDisabledException(refused);
    }
  }

  private Answer ask(KekRef kek, @Nullable Answer before) {
    Answer last = before;
    if (last != null) {
      Answer meanwhile = in(pauseNanos(), last.refused());
      if (!answers.replace(kek, last, meanwhile)) {
        return last; // another thread asks
      }
    }
    Answer now;
    try {
      now = in(maxAgeNanos, keks.notInUse(kek).orElse(null));
    } catch (StoreChangedException | KekRowChangedException e) {
      answers.remove(kek); // nobody goes on
      throw e;
    } catch (StoreException | TokenException e) {
      LOG.warn("Whether {} is disabled can't be asked: {}", kek, e.getMessage());
      if (last == null) { // nor is each operation to wait for a database that is away
        last = in(pauseNanos(), null);
        answers.putIfAbsent(kek, last);
      }
      return last;
    }
    answers.put(kek, now);
    return now;
  }

  private long pauseNanos() {
    return Math.min(maxAgeNanos, PAUSE.toNanos());
  }

  private static Answer in(long nanos, @Nullable KekRecord refused) {
    return new Answer(System.nanoTime() + nanos, refused);
  }
}
