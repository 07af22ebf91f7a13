package dev.kekkai.cli;

import dev.kekkai.cli.progress.Progress;
import dev.kekkai.dekstore.FailedDek;
import dev.kekkai.dekstore.RewrapListener;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Shows how a rewrap gets on, and which DEKs it left as they were. Thread-safe. */
final class RewrapTold implements RewrapListener {
  private final Progress progress;
  private final LongAdder done = new LongAdder();
  private volatile boolean begun;

  RewrapTold(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void total(long deks) {
    begun = true;
    progress.total(deks);
  }

  @Override
  public void done(long more) {
    done.add(more);
    progress.add(more);
  }

  /** Before the error itself is told. */
  void interrupted() {
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
