package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Deadline;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.bulk.BulkEngine;
import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.bulk.IvRule;
import dev.kekkai.provider.watch.Watch;
import java.lang.ref.Cleaner;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A DEK: a wrapped blob, its KEK and a policy. The materialised key (an object in the token, or
 * bytes in memory) is a cache of that: a timer ends it when it has come of age, and the next use
 * makes it again, so that a destroyed KEK stops working. Thread-safe.
 *
 * <p>{@link #close()} destroys the materialised key as soon as no operation is using it any more;
 * from then on nothing reachable from here holds it. A handle that is forgotten without {@code
 * close()} is closed by the garbage collector, at a time nobody can tell.
 */
public final class DekHandle implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final long MOST_GRANTED = 1L << 32;

  private final WrappedDek wrapped;
  private final DekPolicy policy;
  private final BulkEngine engine;
  private final DekMaterial material;
  private final Budget budget;

  private final ReentrantLock lock = new ReentrantLock();
  private final CurrentKey current;
  private final Cleaner.Cleanable forgotten;
  private volatile boolean closed;
  private volatile IvRule ivs = IvRule.CALLER;

  private DekHandle(
      WrappedDek wrapped,
      DekPolicy policy,
      BulkEngine engine,
      DekMaterial material,
      CurrentKey current,
      Watch watch) {
    this.wrapped = wrapped;
    this.material = material;
    this.policy = policy;
    this.engine = engine;
    this.current = current;
    this.budget =
        new Budget(policy.maxUses(), new BudgetAlarm(watch, wrapped.kek(), policy.maxUses() == 0));
    this.forgotten = CLEANER.register(this, current);
  }

  static DekHandle open(
      WrappedDek wrapped,
      DekPolicy policy,
      BulkEngine engine,
      DekMaterial material,
      CurrentKey current,
      Watch watch)
      throws TokenException {
    DekHandle handle = new DekHandle(wrapped, policy, engine, material, current, watch);
    boolean opened = false;
    try {
      handle.lease().close();
      handle.ivs = engine.ivs();
      opened = true;
      return handle;
    } finally {
      if (!opened) {
        handle.close();
      }
    }
  }

  /**
   * The blob this DEK comes from.
   *
   * @return what may be stored
   */
  public WrappedDek wrapped() {
    return wrapped;
  }

  /**
   * The policy it was opened with.
   *
   * @return bulk mode, age and uses
   */
  public DekPolicy policy() {
    return policy;
  }

  /**
   * The engine that runs AES-GCM with it.
   *
   * @return in the token or in software
   */
  public BulkEngine engine() {
    return engine;
  }

  /**
   * Whose the IVs are.
   *
   * @return who makes the IV of an encryption with this DEK, and how long IVs may be
   */
  public IvRule ivs() {
    return ivs;
  }

  /**
   * Encryptions counted so far. The number is exact while no operation is under way, and no key is
   * just being ended at its age.
   *
   * @return at most the policy's budget
   */
  public long uses() {
    Materialisation now = current.get();
    return Math.max(0, budget.taken() - (now == null ? 0 : now.unused()));
  }

  /**
   * Adds encryptions to the budget, for whoever counts a DEK's uses over all hosts.
   *
   * @param uses how many more, 1 to 2^32
   * @throws IllegalArgumentException for another number
   */
  public void grant(long uses) {
    if (uses < 1 || uses > MOST_GRANTED) {
      throw new IllegalArgumentException("1 to 2^32 uses are granted at once, not " + uses);
    }
    budget.grant(uses);
  }

  /**
   * Encryptions that no thread has taken yet.
   *
   * @return 0 when there is nothing left but what threads hold for themselves
   */
  public long usesLeft() {
    return Math.max(0, budget.most() - budget.taken());
  }

  /**
   * Takes one encryption from the budget and lends the key for it.
   *
   * @return a lease to be closed by the caller
   * @throws DekExhaustedException when the budget is used up; threads that encrypt at this very
   *     moment may hold up to 63 uses each for themselves
   * @throws DekClosedException after {@link #close()}
   * @throws TokenException when the key can't be materialised again
   */
  public Lease forEncryption() throws TokenException {
    Lease lease = lease();
    if (lease.materialisation.use(lease.lane)) {
      return lease;
    }
    lease.close();
    throw new DekExhaustedException(budget.most());
  }

  /**
   * Lends the key for a decryption, which costs nothing of the budget.
   *
   * @return a lease to be closed by the caller
   * @throws DekClosedException after {@link #close()}
   * @throws TokenException when the key can't be materialised again
   */
  public Lease forDecryption() throws TokenException {
    return lease();
  }

  /**
   * Derives a key for HMAC, which costs nothing of the budget; see {@link BulkKey#deriveHmacKey}.
   *
   * @param label what the derived key is for
   * @return a key in memory; the caller wipes it by {@code destroy()}
   * @throws DekClosedException after {@link #close()}
   * @throws TokenException when the DEK is in the token, or can't be materialised again
   */
  public SecretKey deriveHmacKey(byte[] label) throws TokenException {
    try (Lease lease = lease()) {
      return lease.key().deriveHmacKey(label);
    }
  }

  /**
   * Whether {@link #close()} was called.
   *
   * @return true for good once it was
   */
  public boolean isClosed() {
    return closed;
  }

  /** Ends the DEK here; its wrapped form is untouched. */
  @Override
  public void close() {
    closed = true;
    forgotten.clean(); // the key of a renewal under way finds no place any more
  }

  private Lease lease() throws TokenException {
    material.requireUsable();
    while (true) {
      Materialisation now = current.get();
      KeyLane lane = now == null ? null : now.enter();
      if (now != null && lane != null) {
        return new Lease(this, now, lane);
      }
      Lease first = renew(now);
      if (first != null) {
        return first;
      }
    }
  }

  /**
   * Makes another one than the given, which is over or retired, and lends it; null when another
   * thread was first.
   */
  private @Nullable Lease renew(@Nullable Materialisation old) throws TokenException {
    try (Deadline.Scope deadline = Deadline.begin(material.deadline())) {
      lockWithin(deadline);
      return renewLocked(old);
    }
  }

  /** Whoever makes it anew may be waiting for a token that is away. */
  private void lockWithin(Deadline.Scope deadline) throws TokenException {
    try {
      if (!lock.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
        throw new TokenException(
            "Another thread has not got this DEK out of the token by the deadline", true, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("Interrupted while waiting for a DEK", true, e);
    }
  }

  private @Nullable Lease renewLocked(@Nullable Materialisation old) throws TokenException {
    try {
      if (closed) {
        throw new DekClosedException();
      }
      Materialisation now = current.get();
      if (now != null && now != old && !now.isOver(System.nanoTime())) {
        return null;
      }
      if (now != null) {
        current.endOfAge(now); // whether or not the token gives another one
      }
      return firstLease(materialise());
    } finally {
      lock.unlock();
    }
  }

  private Materialisation materialise() throws TokenException {
    BulkKey key = material.get();
    return new Materialisation(key, budget, System.nanoTime(), policy.maxAge().toNanos());
  }

  /** Lent before others see it, so that even the shortest age allows one operation. */
  private Lease firstLease(Materialisation fresh) throws TokenException {
    Lease lease = new Lease(this, fresh, fresh.enterFirst());
    boolean placed = false;
    try {
      placed = current.replace(fresh);
    } finally {
      if (!placed) {
        lease.close();
      }
    }
    if (!placed) {
      throw new DekClosedException();
    }
    return lease;
  }

  /** What was lent is of no use any more; the next one is made anew. */
  private void drop(Materialisation gone) {
    current.endOfAge(gone);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "DekHandle[%s, bulk=%s%s]",
        wrapped,
        policy.bulk(),
        isClosed() ? ", closed" : "");
  }

  /** The key, lent for one operation. For one thread at a time. */
  public static final class Lease implements AutoCloseable {
    private final DekHandle handle;
    private final Materialisation materialisation;
    private final KeyLane lane;
    private boolean closed;

    private Lease(DekHandle handle, Materialisation materialisation, KeyLane lane) {
      this.handle = handle;
      this.materialisation = materialisation;
      this.lane = lane;
    }

    /**
     * The materialised key.
     *
     * @return for use until {@link #close()} only, by one thread at a time
     */
    public BulkKey key() {
      return lane.key();
    }

    /**
     * Hears why an operation with the key failed: where the key is gone from the token, the next
     * lease has another one.
     *
     * @param failure what the key threw
     */
    public void failed(TokenException failure) {
      if (key().isGoneBy(failure)) {
        handle.drop(materialisation);
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        materialisation.exit(lane);
      }
    }
  }
}
