package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.TokenException;
import java.util.Optional;

/** Refuses to rely on what nobody has verified and a wrong guess at would be dangerous. */
public final class Evidence {
  private Evidence() {}

  /**
   * Requires that knobs were measured or documented.
   *
   * @param profile the profile that states them
   * @param knobs names of {@link dev.kekkai.config.profile.Knobs}
   * @throws TokenException naming those that are only supposed, and how to measure them
   */
  public static void require(HsmProfile profile, String... knobs) throws TokenException {
    Optional<String> unverified = profile.unverified(knobs);
    if (unverified.isPresent()) {
      throw new TokenException(unverified.get(), false, null);
    }
  }
}
