package dev.kekkai.config;

import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.profile.PinFormat;
import dev.kekkai.config.profile.ProfileChoice;
import dev.kekkai.config.token.TokenSelector;

/**
 * The token and the way in.
 *
 * @param selector which token ({@code token})
 * @param pin where its user PIN comes from ({@code pin})
 * @param profile how the module behaves ({@code profile})
 * @param pinForm what the PIN must look like besides what the profile of the token says; in no file
 */
public record TokenSettings(
    TokenSelector selector, PinSource pin, ProfileChoice profile, PinFormat pinForm) {

  /**
   * Whether the profile is to be found by matching.
   *
   * @return true for {@code profile = auto}
   */
  public boolean profileIsAuto() {
    return profile.profile().isEmpty();
  }
}
