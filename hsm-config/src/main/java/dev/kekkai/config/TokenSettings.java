package dev.kekkai.config;

import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.token.TokenSelector;

/**
 * The token and the way in.
 *
 * @param selector which token ({@code token})
 * @param pin where its user PIN comes from ({@code pin})
 * @param profile name of a vendor profile, absolute path of a file with one, or {@link #AUTO}
 *     ({@code profile})
 */
public record TokenSettings(TokenSelector selector, PinSource pin, String profile) {

  /** The profile name that means: match by what the module says of itself. */
  public static final String AUTO = "auto";

  /**
   * Whether the profile is to be found by matching.
   *
   * @return true for {@code profile = auto}
   */
  public boolean profileIsAuto() {
    return profile.equals(AUTO);
  }
}
