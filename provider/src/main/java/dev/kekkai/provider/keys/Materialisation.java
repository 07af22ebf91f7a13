package dev.kekkai.provider.keys;

import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.concurrent.Lanes;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One materialised key and who is using it. Users go through lanes, so that threads share no cache
 * line; where all lanes are taken, through a {@link Crowd}. It is wiped once, when it has been
 * retired and the last user has left. Thread-safe.
 */
final class Materialisation {
  /** Younger than this, a key is old when the clock says so, not only when the timer does. */
  private static final long SHORT_NANOS = 1_000_000_000L;

  /** A timer that is late lets a lane do this many operations more. */
  private static final int CLOCK_INTERVAL = 64;

  private static final KeyLane DEAD = KeyLane.dead();

  private final BulkKey key;
  private final Budget budget;
  private final long bornNanos;
  private final long maxAgeNanos;
  private final int clockMask;

  private final AtomicReferenceArray<@Nullable KeyLane> lanes =
      new AtomicReferenceArray<>(Lanes.COUNT);
  private final Crowd crowd = new Crowd();
  private final AtomicBoolean retired = new AtomicBoolean();

  /** Lanes in use when it was retired, the crowd if it was not empty, and retire() itself. */
  private final AtomicInteger holders = new AtomicInteger(1);

  Materialisation(BulkKey key, Budget budget, long bornNanos, long maxAgeNanos) {
    this.key = key;
    this.budget = budget;
    this.bornNanos = bornNanos;
    this.maxAgeNanos = maxAgeNanos;
    this.clockMask = maxAgeNanos < SHORT_NANOS ? 0 : CLOCK_INTERVAL - 1;
  }

  boolean isOver(long now) {
    return now - bornNanos >= maxAgeNanos;
  }

  long nanosLeft(long now) {
    return Math.max(0, maxAgeNanos - (now - bornNanos));
  }

  /** Becomes a user; null when it is over or retired and another one must be asked for. */
  @Nullable KeyLane enter() {
    KeyLane lane = findLane();
    if (lane != null && lane.isClockDue(clockMask) && isOver(System.nanoTime())) {
      exit(lane);
      return null;
    }
    return lane;
  }

  /** Becomes the first user, before anybody else knows of it. */
  KeyLane enterFirst() {
    KeyLane lane = Objects.requireNonNull(findLane(), "not retired yet");
    return lane;
  }

  private @Nullable KeyLane findLane() {
    for (int i = 0; i < Lanes.COUNT; i++) {
      KeyLane lane = enterLane(Lanes.at(i));
      if (lane != null) {
        return lane == DEAD ? null : lane;
      }
    }
    return crowd.enter() ? KeyLane.inCrowd(key) : null;
  }

  /** The lane, entered; null when another user is in it; DEAD when nobody may enter any more. */
  private @Nullable KeyLane enterLane(int at) {
    KeyLane lane = lanes.get(at);
    if (lane == null) {
      KeyLane fresh = KeyLane.entered(key);
      if (lanes.compareAndSet(at, null, fresh)) {
        return fresh;
      }
      lane = lanes.get(at);
    }
    if (lane == null || lane.isRetired()) {
      return DEAD;
    }
    return lane.enter() ? lane : null;
  }

  /** Counts an encryption of a lane's user; false when the budget is used up. */
  boolean use(KeyLane lane) {
    if (lane.use(budget)) {
      return true;
    }
    collectShares();
    return lane.use(budget);
  }

  /** Shares of lanes that nobody is in; the others finish theirs. */
  private void collectShares() {
    for (int i = 0; i < Lanes.COUNT; i++) {
      KeyLane lane = lanes.get(i);
      if (lane != null && lane.enter()) {
        lane.giveBack(budget);
        exit(lane);
      }
    }
  }

  /** What lanes have taken of the budget and not used yet; exact while nobody is in them. */
  long unused() {
    long sum = 0;
    for (int i = 0; i < Lanes.COUNT; i++) {
      KeyLane lane = lanes.get(i);
      sum += lane == null ? 0 : lane.left();
    }
    return sum;
  }

  void exit(KeyLane lane) {
    if (lane.isCrowd()) {
      lane.giveBack(budget);
      if (!crowd.leave()) {
        holderLeft();
      }
    } else if (!lane.leave()) {
      lane.giveBack(budget);
      holderLeft();
    }
  }

  void retire() {
    if (!retired.compareAndSet(false, true)) {
      return;
    }
    for (int i = 0; i < Lanes.COUNT; i++) {
      KeyLane lane = lanes.compareAndExchange(i, null, DEAD);
      if (lane != null) {
        retire(lane);
      }
    }
    holders.incrementAndGet();
    if (!crowd.retire()) {
      holders.decrementAndGet();
    }
    holderLeft();
  }

  private void retire(KeyLane lane) {
    holders.incrementAndGet();
    if (!lane.retire()) {
      lane.giveBack(budget);
      holders.decrementAndGet();
    }
  }

  private void holderLeft() {
    if (holders.decrementAndGet() == 0) {
      wipe();
    }
  }

  private void wipe() {
    for (int i = 0; i < Lanes.COUNT; i++) {
      KeyLane lane = lanes.getAndSet(i, DEAD);
      if (lane != null) {
        lane.wipe(key);
      }
    }
    key.wipe();
  }
}
