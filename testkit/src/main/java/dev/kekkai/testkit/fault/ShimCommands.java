package dev.kekkai.testkit.fault;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Has the shim's own thread do something, and waits until it is done. Thread-safe. */
final class ShimCommands {
  static final int REBOOT = 1;
  static final int FINALIZE = 2;
  static final int REINITIALIZE = 3;
  static final int LOGOUT = 4;
  static final int CLOSE_ALL_SESSIONS = 5;
  private static final int END = 6;

  static final int PHASE_REBOOTING = 1;
  static final int PHASE_FINALIZING = 2;

  private final ShimControl control;
  private final Duration patience;
  private boolean ended;

  ShimCommands(ShimControl control, Duration patience) {
    this.control = control;
    this.patience = patience;
  }

  /** Returns what the real module answered. */
  synchronized long run(int command, Duration down, long ckr) {
    if (ended || control.get(ShimControl.PROCESS) == 0) {
      throw new IllegalStateException("The shim is not loaded: connect to its token first");
    }
    long number = control.get(ShimControl.COMMAND_NUMBER) + 1;
    control.set(ShimControl.COMMAND, command);
    control.set(ShimControl.COMMAND_NANOS, down.toNanos());
    control.set(ShimControl.COMMAND_CKR, ckr);
    control.set(ShimControl.COMMAND_NUMBER, number);
    await(
        "a call is inside the module, or the shim's process has ended",
        () -> control.get(ShimControl.DONE_NUMBER) == number);
    return control.get(ShimControl.DONE_CKR);
  }

  void mustSucceed(int command) {
    long answer = run(command, Duration.ZERO, 0);
    if (answer != 0) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "The real module answered 0x%X", answer));
    }
  }

  /** Does nothing where this process never loaded the shim: there is nobody to answer. */
  synchronized void end() {
    if (!ended && control.get(ShimControl.PROCESS) == ProcessHandle.current().pid()) {
      run(END, Duration.ZERO, 0);
    }
    ended = true;
  }

  void await(String why, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            String.format(Locale.ROOT, "After %d s still: %s", patience.toSeconds(), why));
      }
      LockSupport.parkNanos(200_000);
    }
  }
}
