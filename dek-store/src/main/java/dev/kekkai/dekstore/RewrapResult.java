package dev.kekkai.dekstore;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a rewrap did.
 *
 * @param store the store's id
 * @param from the old KEK version, as it was at the end
 * @param to the new one
 * @param begun when the run began
 * @param ended when it ended
 * @param rewrapped DEKs that this run has put under the new version
 * @param remaining DEKs that are under the old version at the end, without those destroyed; the
 *     failed ones are among them
 * @param under DEKs that are under the new version at the end
 * @param failed DEKs that can't be rewrapped
 * @param head counter of the store's head at the end
 */
public record RewrapResult(
    UUID store,
    KekRecord from,
    KekRecord to,
    Instant begun,
    Instant ended,
    long rewrapped,
    long remaining,
    long under,
    List<FailedDek> failed,
    long head) {

  /**
   * Copies the list.
   *
   * @param store the store's id
   * @param from the old KEK version
   * @param to the new one
   * @param begun when the run began
   * @param ended when it ended
   * @param rewrapped DEKs that this run has put under the new version
   * @param remaining DEKs that are under the old version at the end
   * @param under DEKs that are under the new version at the end
   * @param failed DEKs that can't be rewrapped
   * @param head counter of the store's head at the end
   */
  public RewrapResult {
    failed = List.copyOf(failed);
  }
}
