package dev.kekkai.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** This client has used up its quota for the KEK. Waiting helps. */
public final class QuotaExceededException extends KeyServerException {

  private static final long serialVersionUID = 1L;

  /** As the server said, if it did. */
  private final @Nullable Duration retryAfter;

  QuotaExceededException(@Nullable Duration retryAfter) {
    super(
        "The quota of this client for the KEK is used up"
            + (retryAfter == null ? "" : ": try again in " + retryAfter.toSeconds() + " s"),
        null);
    this.retryAfter = retryAfter;
  }

  /**
   * How long to wait, as the server said.
   *
   * @return counted from its answer; empty when it did not say, as for one item of a batch
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
