package dev.kekkai.client;

import dev.kekkai.formats.kekset.KekSet;
import dev.kekkai.formats.kekset.KekSetException;
import dev.kekkai.formats.kekset.KekSetVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public KEKs in use: the last good set, signed by a pinned seal key, in memory and, where one
 * is named, in a file. Thread-safe.
 *
 * <p>A new set comes from a key server ({@link KeyServerClient#refreshKeks}), from anywhere else
 * ({@link #offer}), or as a file that an operator or another process puts in place of the old one,
 * which is noticed within {@value #LOOK_SECONDS} seconds. Sets only grow in version.
 *
 * <p>A set that is expired is stale: it still seals, since data that can't be stored is lost, and
 * the log says so once an hour, until the grace is over too.
 */
public final class KekSetCache {

  /** How often the file is looked at, at most, in seconds. */
  public static final int LOOK_SECONDS = 10;

  /** How long an expired set seals on when nothing else is said. */
  public static final Duration DEFAULT_GRACE = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(KekSetCache.class);
  private static final long LOOK_MILLIS = Duration.ofSeconds(LOOK_SECONDS).toMillis();

  private final KekSetVerifier verifier;
  private final @Nullable KekSetFile file;
  private final Duration grace;
  private final Clock clock;
  private final Hourly staleWarning;
  private final Hourly fileWarning;
  private final AtomicLong nextLook = new AtomicLong();
  private final Object lock = new Object();
  private volatile @Nullable KekSet held;
  private KekSetFile.@Nullable Stamp seen;
  private @Nullable String unsaved;

  private KekSetCache(Builder builder) {
    this.verifier = new KekSetVerifier(builder.pinned);
    this.file = builder.file == null ? null : new KekSetFile(builder.file);
    this.grace = builder.grace;
    this.clock = builder.clock;
    this.staleWarning = new Hourly(clock);
    this.fileWarning = new Hourly(clock);
  }

  /**
   * Starts with the seal keys to believe.
   *
   * @param pinned one or several, see {@link dev.kekkai.formats.kekset.SealKeyFile#read}
   * @return a builder
   * @throws IllegalArgumentException when there is none
   */
  public static Builder pinning(Collection<ECPublicKey> pinned) {
    return new Builder(pinned);
  }

  /**
   * A cache that starts with the set in a file, with everything else as by default.
   *
   * @param file where the set is, or will be
   * @param pinned the seal keys to believe
   * @return a cache; without a set when there is no such file yet
   * @throws KekSetRefusedException when the file is there but not fit
   */
  public static KekSetCache fromFile(Path file, Collection<ECPublicKey> pinned)
      throws KekSetRefusedException {
    return pinning(pinned).file(file).build();
  }

  /**
   * The set to seal with.
   *
   * @return the last good one, which may be stale
   * @throws KekUnavailableException when there is none, or its grace is over
   */
  public KekSet current() throws KekUnavailableException {
    look();
    KekSet set = held;
    if (set == null) {
      throw new KekUnavailableException(
          "There is no KEK set yet: refresh from a key server"
              + (file == null ? "" : ", or put a signed one at " + file.path()));
    }
    Instant now = clock.instant();
    if (set.isExpired(now)) {
      if (Duration.between(set.expires(), now).compareTo(grace) >= 0) {
        throw new KekUnavailableException(
            String.format(
                Locale.ROOT,
                "KEK set version %d expired at %s, longer ago than the grace of %s: refresh it",
                set.version(),
                set.expires(),
                grace));
      }
      if (staleWarning.isDue()) {
        LOG.warn(
            "KEK set version {} expired at {} and no newer one has come; it seals until {}",
            set.version(),
            set.expires(),
            set.expires().plus(grace));
      }
    }
    return set;
  }

  /**
   * The set held, however old.
   *
   * @return empty before the first one
   */
  public Optional<KekSet> held() {
    return Optional.ofNullable(held);
  }

  /**
   * Whether a newer set should have come by now.
   *
   * @return true when the set is expired, and when there is none
   */
  public boolean isStale() {
    look();
    KekSet set = held;
    return set == null || set.isExpired(clock.instant());
  }

  /**
   * Takes a signed set if it is newer, and writes it to the file, where there is one. When the file
   * can't be written the set is in use all the same, the log has a warning, and the next offer
   * tries again.
   *
   * @param jws the signed set, a JWS in compact form
   * @return true when it was newer, false when it is the one held
   * @throws KekSetRefusedException when no pinned key signed it, when it is older, or when it
   *     differs under the same version
   */
  public boolean offer(String jws) throws KekSetRefusedException {
    KekSet offered = verify(jws);
    synchronized (lock) {
      readChangedFile(); // another process may have put a newer one there: not to be overwritten
      if (!KekSetSuccession.replaces(offered, held)) {
        if (unsaved != null) {
          save(unsaved);
        }
        return false;
      }
      held = offered;
      save(jws);
    }
    LOG.info("KEK set version {} is in use, until {}", offered.version(), offered.expires());
    return true;
  }

  private void look() {
    if (file == null) {
      return;
    }
    long now = clock.millis();
    long due = nextLook.get();
    boolean early = now < due && due - now <= LOOK_MILLIS; // later still: the clock was set back
    if (!early && nextLook.compareAndSet(due, now + LOOK_MILLIS)) {
      synchronized (lock) {
        readChangedFile();
      }
    }
  }

  private void readChangedFile() {
    try {
      readFile();
    } catch (KekSetRefusedException e) {
      if (fileWarning.isDue()) {
        LOG.warn("{}; the set held stays in use", e.getMessage());
      }
    }
  }

  /** Under the lock. */
  private void readFile() throws KekSetRefusedException {
    if (file == null) {
      return;
    }
    try {
      KekSetFile.Stamp now = file.stamp();
      if (now == null || now.equals(seen)) {
        return;
      }
      String jws = file.read();
      seen = now;
      KekSet offered = verify(jws);
      if (KekSetSuccession.replaces(offered, held)) {
        held = offered;
        unsaved = null;
        LOG.info("KEK set version {} is in use, from {}", offered.version(), file.path());
      }
    } catch (IOException e) {
      throw new KekSetRefusedException(
          "The KEK set in " + file.path() + " can't be read: " + e.getMessage(), e);
    } catch (KekSetRefusedException e) {
      throw new KekSetRefusedException("In " + file.path() + ": " + e.getMessage(), e.getCause());
    }
  }

  /** Under the lock. */
  private void save(String jws) {
    if (file == null) {
      return;
    }
    unsaved = jws;
    try {
      file.write(jws);
      unsaved = null;
      seen = file.stamp();
    } catch (IOException e) {
      if (fileWarning.isDue()) {
        LOG.warn("The KEK set can't be written to {}: {}", file.path(), e.toString());
      }
    }
  }

  private KekSet verify(String jws) throws KekSetRefusedException {
    try {
      return verifier.verify(jws);
    } catch (KekSetException e) {
      throw new KekSetRefusedException("The KEK set is not taken: " + e.getMessage(), e);
    }
  }

  /**
   * Version and expiry of the set held.
   *
   * @return for instance {@code KekSetCache[version 7, expires 2026-11-01T00:00:00Z]}
   */
  @Override
  public String toString() {
    KekSet set = held;
    return set == null
        ? "KekSetCache[empty]"
        : "KekSetCache[version " + set.version() + ", expires " + set.expires() + "]";
  }

  /** What a cache is made of. For one thread. */
  public static final class Builder {

    private final Collection<ECPublicKey> pinned;
    private @Nullable Path file;
    private Duration grace = DEFAULT_GRACE;
    private Clock clock = Clock.systemUTC();

    private Builder(Collection<ECPublicKey> pinned) {
      this.pinned = pinned;
    }

    /**
     * Keeps the last good set in a file, so that sealing works after a restart without a key
     * server. It is read by {@link #build}, if it is there, and written with mode 0600.
     *
     * @param path the file; its folder must be there
     * @return this
     */
    public Builder file(Path path) {
      this.file = path;
      return this;
    }

    /**
     * How long an expired set seals on.
     *
     * @param duration zero or more
     * @return this
     */
    public Builder grace(Duration duration) {
      if (duration.isNegative()) {
        throw new IllegalArgumentException("The grace must not be negative");
      }
      this.grace = duration;
      return this;
    }

    /**
     * Where the time comes from.
     *
     * @param source the clock
     * @return this
     */
    public Builder clock(Clock source) {
      this.clock = source;
      return this;
    }

    /**
     * The cache.
     *
     * @return a cache, without a set as long as there is no file
     * @throws KekSetRefusedException when the file is there but not fit: no pinned key signed it,
     *     or it can't be read
     */
    public KekSetCache build() throws KekSetRefusedException {
      KekSetCache cache = new KekSetCache(this);
      synchronized (cache.lock) {
        cache.readFile();
      }
      return cache;
    }

    /**
     * A cache that a key server can fill: a file that is not fit is passed over with a warning, and
     * the next refresh puts another one in its place.
     */
    KekSetCache buildForRefreshing() {
      KekSetCache cache = new KekSetCache(this);
      synchronized (cache.lock) {
        try {
          cache.readFile();
        } catch (KekSetRefusedException e) {
          LOG.warn(
              "{}; there is no KEK set until the next refresh from a key server, which replaces the"
                  + " file",
              e.getMessage());
        }
      }
      return cache;
    }
  }
}
