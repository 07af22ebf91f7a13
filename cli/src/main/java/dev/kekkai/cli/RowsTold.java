package dev.kekkai.cli;

import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cli.progress.Unit;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.RowListener;
import java.io.PrintWriter;

/** Shows how far something is that reads every row of a store. */
final class RowsTold implements RowListener {
  private final Progress progress;

  private RowsTold(Progress progress) {
    this.progress = progress;
  }

  /** Work of any kind. */
  @FunctionalInterface
  interface Work<T> {
    T run(RowListener told) throws TokenException;
  }

  /** Runs it; {@code what} is what it does, such as {@code Tagging}. */
  static <T> T telling(PrintWriter err, Surroundings surroundings, String what, Work<T> work)
      throws TokenException {
    try (Progress progress = Progress.begin(err, surroundings, what, Unit.of("DEKs"), 0)) {
      return work.run(new RowsTold(progress));
    }
  }

  @Override
  public void total(long rows) {
    progress.total(rows);
  }

  @Override
  public void done(long more) {
    progress.add(more);
  }
}
