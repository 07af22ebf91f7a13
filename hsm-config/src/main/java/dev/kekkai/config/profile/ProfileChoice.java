package dev.kekkai.config.profile;

import java.util.Optional;

/**
 * The setting {@code profile}. A file is read once, when the setting is: what it says later does
 * not change a configuration that was read already.
 *
 * @param name {@value #AUTO}, name of a profile in the library, or absolute path of a file
 * @param profile the profile chosen; empty for {@value #AUTO}
 */
public record ProfileChoice(String name, Optional<HsmProfile> profile) {

  /** The name that means: match by what the module says of itself. */
  public static final String AUTO = "auto";

  /**
   * Match by what the module says of itself.
   *
   * @return the choice of no profile
   */
  public static ProfileChoice auto() {
    return new ProfileChoice(AUTO, Optional.empty());
  }

  /**
   * One profile, whatever the module says.
   *
   * @param profile the profile
   * @return the choice of it
   */
  public static ProfileChoice of(HsmProfile profile) {
    return new ProfileChoice(profile.name(), Optional.of(profile));
  }
}
