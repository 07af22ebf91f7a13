package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a row in the token: its tag verified, the DEK rewrapped and proved, the new row
 * tagged. Tags have threads of their own: a module may let no two threads at one key, as SoftHSM2
 * does, and the key of the tags is another one than the KEKs. Thread-safe.
 */
final class RewrapStages {
  /** A tag takes a tenth of what a rewrap takes, and there are two of them. */
  private static final int THREADS_FOR_ONE_OF_TAGS = 4;

  private final Rewrapper rewrapper;
  private final TokenKey to;
  private final ExecutorService tagging;
  private final ExecutorService wrapping;

  /** With so many threads in all, 1 and up. */
  RewrapStages(Rewrapper rewrapper, TokenKey to, int threads) {
    this.rewrapper = rewrapper;
    this.to = to;
    int forTags = Math.max(1, threads / THREADS_FOR_ONE_OF_TAGS);
    this.wrapping = RewrapThreads.pool(Math.max(1, threads - forTags), "kekkai-rewrap");
    this.tagging = threads == 1 ? wrapping : RewrapThreads.pool(forTags, "kekkai-rewrap-tags");
  }

  /**
   * What became of a row.
   *
   * @param row the row as it was read
   * @param wrapped how the DEK is wrapped now; null before that, or when it failed
   * @param next its next revision; null before that, or when it failed
   * @param why why it can't be rewrapped, or null
   */
  record Outcome(
      DekRecord row, @Nullable WrappedDek wrapped, @Nullable DekRecord next, @Nullable String why) {

    private static Outcome failed(DekRecord row, Rewrapper.RowFailedException e) {
      return new Outcome(row, null, null, String.valueOf(e.getMessage()));
    }
  }

  /** Some rows, later. What the token throws is the cause of what the future throws. */
  CompletableFuture<List<Outcome>> start(List<DekRecord> rows) {
    return CompletableFuture.supplyAsync(() -> each(rows, this::verify), tagging)
        .thenApplyAsync(outcomes -> each(outcomes, this::rewrap), wrapping)
        .thenApplyAsync(outcomes -> each(outcomes, this::tag), tagging);
  }

  /** One row, now. */
  Outcome now(DekRecord row) throws TokenException {
    return tag(rewrap(verify(row)));
  }

  void end() {
    wrapping.shutdownNow();
    tagging.shutdownNow();
  }

  private interface Stage<T> {
    Outcome of(T row) throws TokenException;
  }

  private static <T> List<Outcome> each(List<T> rows, Stage<T> stage) {
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    try {
      for (T row : rows) {
        if (Thread.currentThread().isInterrupted()) {
          throw new TokenException("The rewrap was ended", true, null);
        }
        outcomes.add(stage.of(row));
      }
    } catch (TokenException e) {
      throw new CompletionException(e);
    }
    return outcomes;
  }

  private Outcome verify(DekRecord row) throws TokenException {
    try {
      rewrapper.verify(row);
      return new Outcome(row, null, null, null);
    } catch (Rewrapper.RowFailedException e) {
      return Outcome.failed(row, e);
    }
  }

  private Outcome rewrap(Outcome verified) throws TokenException {
    if (verified.why() != null) {
      return verified;
    }
    try {
      return new Outcome(verified.row(), rewrapper.rewrap(verified.row(), to), null, null);
    } catch (Rewrapper.RowFailedException e) {
      return Outcome.failed(verified.row(), e);
    }
  }

  private Outcome tag(Outcome rewrapped) throws TokenException {
    WrappedDek wrapped = rewrapped.wrapped();
    if (wrapped == null) {
      return rewrapped;
    }
    DekRecord next = rewrapper.tagged(rewrapped.row(), wrapped, to);
    return new Outcome(rewrapped.row(), wrapped, next, null);
  }
}
