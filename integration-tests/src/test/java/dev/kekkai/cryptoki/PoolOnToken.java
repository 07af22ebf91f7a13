package dev.kekkai.cryptoki;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.SessionSettings;
import dev.kekkai.config.profile.Init;
import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.fault.FaultingCryptoki;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A pool over a real token that can be made to fail, and whose time is the test's. */
final class PoolOnToken implements AutoCloseable, TokenListener {
  static final Duration TIMEOUT = Duration.ofSeconds(10);
  static final Duration VALIDATE_AFTER = Duration.ofSeconds(20);
  static final Duration IDLE = Duration.ofMinutes(10);
  static final Duration LEAK_AFTER = Duration.ofMinutes(1);

  final FaultingCryptoki faults = new FaultingCryptoki();
  final List<String> heard = new CopyOnWriteArrayList<>();
  final SessionPool pool;
  final PoolSweep sweep;
  final CryptokiModule module;
  private final ModuleHost host;
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

  /** Whether the listener throws when it hears of a wait. */
  volatile boolean throwing;

  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean refusing;
  private long swept = now.get();
  private final long slot;

  PoolOnToken(int max) throws TokenException {
    KekkaiConfig config = Tokens.softHsm().config();
    Init init = ProfileCatalog.builtIn().byName(ProfileCatalog.GENERIC).init();
    host =
        ModuleRegistry.acquire(
            new ModuleRegistry.Request(
                config.module().path(), null, config.module().sharing(), null),
            init,
            faults.binding());
    module = host.newIncarnation(() -> {});
    slot = module.call(c -> c.C_GetSlotList(true))[0];
    SessionSettings settings =
        new SessionSettings(16, false, TIMEOUT, VALIDATE_AFTER, IDLE, LEAK_AFTER);
    pool = new SessionPool(settings, max, this::session, this, now::get);
    sweep = new PoolSweep(settings, this, now.get());
  }

  Session session() throws TokenException {
    if (refusing) {
      faults.fail("C_OpenSession", 1, 1, Ckr.SESSION_COUNT);
    }
    Session session = Session.open(module, slot, false);
    opened.incrementAndGet();
    return session;
  }

  /** Lets time pass, with the sweeps that belong to it. */
  void pass(Duration time) {
    long end = now.get() + time.toNanos();
    while (end - swept >= sweep.period()) {
      swept += sweep.period();
      now.set(swept);
      sweep.run(pool, swept);
    }
    now.set(end);
  }

  /** Lends and takes back, on this thread. */
  Session use() throws TokenException {
    PooledSession loan = pool.borrow();
    pool.giveBack(loan, true);
    return loan.session();
  }

  /** Lends so many at a time, and takes them back. */
  void use(int atOnce) throws TokenException {
    PooledSession[] loans = new PooledSession[atOnce];
    for (int i = 0; i < atOnce; i++) {
      loans[i] = pool.borrow();
    }
    for (PooledSession loan : loans) {
      pool.giveBack(loan, true);
    }
  }

  /** From now on the token has no session to give. */
  void noMoreSessions() {
    refusing = true;
  }

  /** And now it has again. */
  void moreSessions() {
    refusing = false;
  }

  /** Sessions that the module has open, by what was asked of it. */
  int open() {
    return opened.get() - faults.calls("C_CloseSession");
  }

  @Override
  public void failed(String function, long returnValue) {
    heard.add(function + " " + Ckr.describe(returnValue));
  }

  @Override
  public void waited(long nanos, boolean got) {
    heard.add(got ? "waited" : "waited in vain");
    if (throwing) {
      throw new IllegalStateException("made by the test");
    }
  }

  @Override
  public void kept(String borrower, Duration lent) {
    heard.add(borrower + " " + lent.toSeconds() + " s");
  }

  @Override
  public void close() {
    pool.close();
    ModuleRegistry.release(host);
  }
}
