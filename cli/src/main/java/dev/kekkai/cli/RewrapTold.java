package dev.kekkai.cli;

import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cli.progress.Unit;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.FailedDek;
import dev.kekkai.dekstore.RewrapListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Shows how a rewrap gets on, and which DEKs it left as they were. Thread-safe. */
final class RewrapTold implements RewrapListener {
  private final Progress progress;
  private final LongAdder done = new LongAdder();
  private volatile boolean begun;

  private RewrapTold(Progress progress) {
    this.progress = progress;
  }

  /** Rewrapping of any kind. */
  @FunctionalInterface
  interface Work<T> {
    T run(RewrapListener told) throws TokenException;
  }

  /** Runs it; where it ends by an exception, says first how far it came. */
  static <T> T telling(PrintWriter err, Surroundings surroundings, Work<T> work)
      throws TokenException {
    try (Progress progress = Progress.begin(err, surroundings, "Rewrapping", Unit.of("DEKs"), 0)) {
      RewrapTold told = new RewrapTold(progress);
      boolean ended = false;
      try {
        T result = work.run(told);
        ended = true;
        return result;
      } finally {
        if (!ended) {
          told.interrupted();
        }
      }
    }
  }

  @Override
  public void total(long deks) {
    if (deks > 0) { // a rotation looks for what an earlier one left before it makes a version
      begun = true;
    }
    progress.total(deks);
  }

  @Override
  public void done(long more) {
    done.add(more);
    progress.add(more);
  }

  /** Before the error itself is told. */
  private void interrupted() {
    if (begun) {
      progress.say(
          String.format(
              Locale.ROOT,
              "kekkai: interrupted after %,d DEKs; nothing is lost, and the same command goes on",
              done.sum()));
    }
  }

  @Override
  public void failed(FailedDek dek) {
    progress.say("kekkai: the DEK " + dek.id() + " can't be rewrapped: " + dek.why());
  }
}
