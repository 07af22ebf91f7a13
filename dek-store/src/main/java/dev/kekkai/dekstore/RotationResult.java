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
 * @param failed ids of DEKs that can't be opened under their KEK; untouched
 */
public record RotationResult(KekRef to, boolean resumed, int rewrapped, List<UUID> failed) {

  /**
   * Copies the list.
   *
   * @param to the version that is primary now
   * @param resumed whether an earlier rotation was finished
   * @param rewrapped DEKs that are now under {@code to}
   * @param failed ids of DEKs that can't be opened
   */
  public RotationResult {
    failed = List.copyOf(failed);
  }
}
