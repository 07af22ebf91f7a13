package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.bulk.BulkEngine;
import dev.kekkai.provider.bulk.BulkKey;
import java.lang.ref.Cleaner;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A DEK: a wrapped blob, its KEK and a policy. The materialised key (an object in the token, or
 * bytes in memory) is a cache of that: it is made again when it has come of age, so that a
 * destroyed KEK stops working. Thread-safe.
 *
 * <p>{@link #close()} destroys the materialised key as soon as no operation is using it any more;
 * from then on nothing reachable from here holds it. A handle that is forgotten without {@code
 * close()} is closed by the garbage collector, at a time nobody can tell.
 */
public final class DekHandle implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final WrappedDek wrapped;
  private final TokenKey kek;
  private final DekPolicy policy;
  private final BulkEngine engine;
  private final AtomicLong uses = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final CurrentKey current;
  private final Cleaner.Cleanable forgotten;
  private volatile boolean closed;

  private DekHandle(
      WrappedDek wrapped, TokenKey kek, DekPolicy policy, BulkEngine engine, CurrentKey current) {
    this.wrapped = wrapped;
    this.kek = kek;
    this.policy = policy;
    this.engine = engine;
    this.current = current;
    this.forgotten = CLEANER.register(this, current);
  }

  static DekHandle open(
      WrappedDek wrapped, TokenKey kek, DekPolicy policy, BulkEngine engine, CurrentKey current)
      throws TokenException {
    DekHandle handle = new DekHandle(wrapped, kek, policy, engine, current);
    boolean opened = false;
    try {
      handle.renew();
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
   * Encryptions counted so far.
   *
   * @return at most the policy's budget
   */
  public long uses() {
    return uses.get();
  }

  /**
   * Takes one encryption from the budget and lends the key for it.
   *
   * @return a lease to be closed by the caller
   * @throws DekExhaustedException when the budget is used up
   * @throws DekClosedException after {@link #close()}
   * @throws TokenException when the key can't be materialised again
   */
  public Lease forEncryption() throws TokenException {
    if (uses.incrementAndGet() > policy.maxUses()) {
      uses.decrementAndGet();
      throw new DekExhaustedException(policy.maxUses());
    }
    try {
      return lease();
    } catch (TokenException | RuntimeException e) {
      uses.decrementAndGet(); // nothing was encrypted
      throw e;
    }
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
    lock.lock(); // a renewal under way ends first, so that its key is retired too
    try {
      forgotten.clean();
    } finally {
      lock.unlock();
    }
  }

  private Lease lease() throws TokenException {
    while (true) {
      Materialisation m = current.get();
      if (m == null || m.isOver(System.nanoTime())) {
        m = renew();
      }
      if (m.enter()) {
        return new Lease(m);
      }
    }
  }

  private Materialisation renew() throws TokenException {
    lock.lock();
    try {
      if (closed) {
        throw new DekClosedException();
      }
      return renewLocked();
    } finally {
      lock.unlock();
    }
  }

  private Materialisation renewLocked() throws TokenException {
    Materialisation old = current.get();
    if (old != null && !old.isOver(System.nanoTime())) {
      return old;
    }
    current.replace(null); // its time is over, whether or not the token gives another one
    Materialisation fresh =
        new Materialisation(
            engine.materialise(wrapped, kek), System.nanoTime(), policy.maxAge().toNanos());
    current.replace(fresh);
    return fresh;
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

  /** The key, lent for one operation. */
  public static final class Lease implements AutoCloseable {
    private final Materialisation materialisation;

    private Lease(Materialisation materialisation) {
      this.materialisation = materialisation;
    }

    /**
     * The materialised key.
     *
     * @return for use until {@link #close()} only
     */
    public BulkKey key() {
      return materialisation.key();
    }

    @Override
    public void close() {
      materialisation.exit();
    }
  }
}
