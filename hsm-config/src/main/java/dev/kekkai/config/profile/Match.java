package dev.kekkai.config.profile;

import java.util.Locale;

/**
 * Group {@code match}: which modules a profile is for. A text matches when it is contained, in any
 * case; an empty one is not looked at.
 *
 * @param manufacturer part of the manufacturer ID in CK_INFO or CK_TOKEN_INFO
 * @param description part of the library description in CK_INFO
 * @param model part of the model in CK_TOKEN_INFO
 */
public record Match(String manufacturer, String description, String model) {

  /**
   * Whether the profile is for a module.
   *
   * @param actualManufacturer manufacturer ID
   * @param actualDescription library description
   * @param actualModel token model
   * @return true if something is stated and all that is stated is contained
   */
  public boolean matches(String actualManufacturer, String actualDescription, String actualModel) {
    return stated() > 0
        && contains(actualManufacturer, manufacturer)
        && contains(actualDescription, description)
        && contains(actualModel, model);
  }

  /** How many texts are stated: of two profiles that match, the one that states more is meant. */
  int stated() {
    return (manufacturer.isEmpty() ? 0 : 1)
        + (description.isEmpty() ? 0 : 1)
        + (model.isEmpty() ? 0 : 1);
  }

  private static boolean contains(String actual, String part) {
    return actual.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
