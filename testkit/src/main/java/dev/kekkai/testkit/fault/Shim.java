package dev.kekkai.testkit.fault;

import dev.kekkai.testkit.TestToken;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A PKCS#11 library of its own that passes calls to a token's real module, and on the way does what
 * a test asks: counts, fails, delays or hangs them, or has the HSM vanish and come back.
 *
 * <p>What it takes away is really gone: sessions, logins and session objects of the real module,
 * whose handles are numbered from the start again. Those belong to the process, so one shim at a
 * time is used over a real module, and the module is not used without the shim meanwhile.
 *
 * <p>A function has one fault, one delay and one hang; a second one replaces the first. Calls that
 * are failed, delayed or hanging count as calls, and so do those during an outage. Thread-safe.
 */
public final class Shim implements AutoCloseable {
  private static final long DEVICE_REMOVED = 0x32;

  /** enum fault of shim.h. */
  private static final int BEFORE = 0;

  private static final int AFTER = 1;
  private static final int CRASH = 2;
  private static final int ABORT = 3;
  private static final int EXIT = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestToken token;
  private final ShimControl control;
  private final ShimCommands commands;

  private Shim(TestToken token, ShimControl control) {
    this.token = token;
    this.control = control;
    this.commands = new ShimCommands(control, PATIENCE);
  }

  /**
   * Puts a shim before a token's module.
   *
   * @param token a token of a real module
   * @return to be closed after everything that used its token
   */
  public static Shim over(TestToken token) {
    ShimFile file = ShimFile.over(token.module());
    return new Shim(
        new TestToken(
            token.name(), token.folder(), token.settings("module", file.library().toString())),
        file.control());
  }

  /**
   * The same token through the shim.
   *
   * @return its settings, with the shim as the module
   */
  public TestToken token() {
    return token;
  }

  /**
   * Makes the next call of a function fail; the real one is not called.
   *
   * @param function such as {@code C_Encrypt}
   * @param ckr CKR_ number
   */
  public void failNext(String function, long ckr) {
    fail(function, 1, 1, ckr);
  }

  /**
   * Makes calls of a function fail; the real one is not called.
   *
   * @param function such as {@code C_Encrypt}
   * @param first the first call to fail, counted from now, from 1
   * @param times how many calls in a row fail
   * @param ckr CKR_ number
   */
  public void fail(String function, long first, long times, long ckr) {
    fail(function, first, times, ckr, BEFORE);
  }

  /**
   * Loses the answers of a function: the real one is called, and then a CKR answered.
   *
   * @param function such as {@code C_UnwrapKey}
   * @param first the first call to fail, counted from now, from 1
   * @param times how many calls in a row fail
   * @param ckr CKR_ number
   */
  public void failAfter(String function, long first, long times, long ckr) {
    fail(function, first, times, ckr, AFTER);
  }

  /**
   * Ends the process that calls a function, by a signal. For children: a test that loads the shim
   * itself ends with it.
   *
   * @param function such as {@code C_WrapKey}
   * @param call which call, counted from now, from 1
   */
  public void crash(String function, long call) {
    fail(function, call, Long.MAX_VALUE, 0, CRASH);
  }

  /**
   * As {@link #crash}, as a failed assertion in the module does.
   *
   * @param function such as {@code C_WrapKey}
   * @param call which call, counted from now, from 1
   */
  public void abort(String function, long call) {
    fail(function, call, Long.MAX_VALUE, 0, ABORT);
  }

  /**
   * As {@link #crash}, with an exit status.
   *
   * @param function such as {@code C_WrapKey}
   * @param call which call, counted from now, from 1
   * @param status how the process ends
   */
  public void exit(String function, long call, int status) {
    fail(function, call, Long.MAX_VALUE, status, EXIT);
  }

  private void fail(String function, long first, long times, long ckr, int how) {
    long from = calls(function) + first;
    set(function, ShimControl.FAIL_END, 0);
    set(function, ShimControl.FAIL_CKR, ckr);
    set(function, ShimControl.FAIL_HOW, how);
    set(function, ShimControl.FAIL_FROM, from);
    set(function, ShimControl.FAIL_END, times > Long.MAX_VALUE - from ? -1 : from + times);
  }

  /**
   * Delays every call of a function, before it reaches the module.
   *
   * @param function such as {@code C_GetTokenInfo}
   * @param millis for how long; 0 ends it
   */
  public void delay(String function, long millis) {
    set(function, ShimControl.DELAY_MICROS, millis * 1000);
  }

  /**
   * Lets calls of a function hang, before they reach the module, until {@link #release}.
   *
   * @param function such as {@code C_GetSessionInfo}
   */
  public void hang(String function) {
    set(function, ShimControl.HANG, 1);
  }

  /**
   * Lets calls that hang go on, and others pass.
   *
   * @param function as in {@link #hang}
   */
  public void release(String function) {
    set(function, ShimControl.HANG, 0);
  }

  /**
   * How many calls of a function hang.
   *
   * @param function as in {@link #hang}
   * @return threads that wait in it
   */
  public long hanging(String function) {
    return get(function, ShimControl.HANGING);
  }

  /** Takes back faults, delays, hangs, and what C_GetTokenInfo was made to say; not an outage. */
  public void clear() {
    for (String function : ShimFunctions.NAMES) {
      set(function, ShimControl.FAIL_END, 0);
      set(function, ShimControl.DELAY_MICROS, 0);
      set(function, ShimControl.HANG, 0);
    }
    tokenFlags(0, 0);
    control.set(ShimControl.MAX_SESSIONS_SET, 0);
  }

  /**
   * How often a function was called.
   *
   * @param function such as {@code C_Login}
   * @return calls so far, of all processes
   */
  public long calls(String function) {
    return get(function, ShimControl.CALLS);
  }

  /**
   * How often each function was called.
   *
   * @return functions that were called, in the order of CK_FUNCTION_LIST
   */
  public Map<String, Long> calls() {
    Map<String, Long> result = new LinkedHashMap<>();
    for (String function : ShimFunctions.NAMES) {
      long calls = calls(function);
      if (calls > 0) {
        result.put(function, calls);
      }
    }
    return result;
  }

  /**
   * How many sessions are open.
   *
   * @return those that the real module has
   */
  public long openSessions() {
    return control.get(ShimControl.OPEN_SESSIONS);
  }

  /**
   * From the next C_Initialize on, gives handles that are never used again, and refuses those of
   * earlier lives of the module; else the module's own, which begin anew with every life. For one
   * application in this process.
   */
  public void tagHandles() {
    control.set(ShimControl.TAG_HANDLES, 1);
  }

  /**
   * How many calls had a session or an object that is no more: refused by the module, or, after
   * {@link #tagHandles}, by the shim, although the module may have given the number anew.
   *
   * @return calls so far, of all processes
   */
  public long deadHandles() {
    return control.get(ShimControl.DEAD_HANDLES);
  }

  /**
   * The HSM reboots, and its library hides that: all the time it seems initialised. While it is
   * down every function answers the same; then all sessions, logins and session objects are gone.
   * Returns when the module is down.
   *
   * @param down for how long; a second outage replaces the first
   * @param ckr what functions answer meanwhile
   */
  public void reboot(Duration down, long ckr) {
    commands.run(ShimCommands.REBOOT, down, ckr);
  }

  /**
   * Somebody else finalises the module: functions answer CKR_CRYPTOKI_NOT_INITIALIZED, but while it
   * is down CKR_DEVICE_REMOVED. Returns when the module is finalised.
   *
   * @param down for how long not even C_Initialize works
   */
  public void finalizeBehindOurBack(Duration down) {
    finalizeBehindOurBack(down, DEVICE_REMOVED);
  }

  /**
   * As {@link #finalizeBehindOurBack(Duration)}.
   *
   * @param down for how long not even C_Initialize works
   * @param ckr what functions answer meanwhile
   */
  public void finalizeBehindOurBack(Duration down, long ckr) {
    commands.run(ShimCommands.FINALIZE, down, ckr);
  }

  /** Somebody else finalises the module and initialises it again, with no time between. */
  public void reinitialize() {
    commands.mustSucceed(ShimCommands.REINITIALIZE);
  }

  /** Somebody else logs out. */
  public void logout() {
    commands.mustSucceed(ShimCommands.LOGOUT);
  }

  /** All sessions are closed, as C_CloseAllSessions does; the module stays initialised. */
  public void closeAllSessions() {
    commands.mustSucceed(ShimCommands.CLOSE_ALL_SESSIONS);
  }

  /**
   * Whether the module is down.
   *
   * @return true from {@link #reboot} or {@link #finalizeBehindOurBack} until the time is over
   */
  public boolean isDown() {
    long phase = control.get(ShimControl.PHASE);
    return phase == ShimCommands.PHASE_REBOOTING || phase == ShimCommands.PHASE_FINALIZING;
  }

  /**
   * When the last outage ended, to compare with {@link System#nanoTime()}.
   *
   * @return the moment from which on the module could be used, or initialised; 0 for never
   */
  public long lastBackNanos() {
    return control.get(ShimControl.BACK_NANOS);
  }

  /** Waits until the module is not down. */
  public void awaitBack() {
    commands.await("the module is down", () -> !isDown());
  }

  /**
   * Changes the flags in C_GetTokenInfo's answers.
   *
   * @param or CKF_ flags to set
   * @param andNot CKF_ flags to clear
   */
  public void tokenFlags(long or, long andNot) {
    control.set(ShimControl.FLAGS_OR, or);
    control.set(ShimControl.FLAGS_AND_NOT, andNot);
  }

  /**
   * Changes ulMaxSessionCount in C_GetTokenInfo's answers; the module keeps its own limit.
   *
   * @param count what to say
   */
  public void maxSessions(long count) {
    control.set(ShimControl.MAX_SESSIONS, count);
    control.set(ShimControl.MAX_SESSIONS_SET, 1);
  }

  /**
   * Lets calls go, and finalises the real module if nobody has: the next test finds it as before.
   */
  @Override
  public void close() {
    clear();
    commands.end();
  }

  private long get(String function, int word) {
    return control.get(ShimControl.of(function, word));
  }

  private void set(String function, int word, long value) {
    control.set(ShimControl.of(function, word), value);
  }
}
