package dev.kekkai.dekstore;

import dev.kekkai.provider.keys.KekRef;
import java.util.List;
import java.util.UUID;

/**
 * What a rotation did.
 *
 * @param to the version that is primary now
 * @param resumed true when no new version was made, because an earlier rotation had left DEKs under
 *     an older one
 * @param rewrapped DEKs that were under an older version and are now under {@code to}
 * @param failed ids of DEKs that can't be rewrapped, because their blob doesn't open or their KEK
 *     version is missing, unfit, another key or hsm-only; untouched. The log says why
 */
public record RotationResult(KekRef to, boolean resumed, long rewrapped, List<UUID> failed) {

  /**
   * Copies the list.
   *
   * @param to the version that is primary now
   * @param resumed whether an earlier rotation was finished
   * @param rewrapped DEKs that are now under {@code to}
   * @param failed ids of DEKs that can't be rewrapped
   */
  public RotationResult {
    failed = List.copyOf(failed);
  }
}
