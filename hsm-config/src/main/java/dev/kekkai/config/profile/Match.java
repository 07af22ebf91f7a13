package dev.kekkai.config.profile;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Group {@code match}: which modules a profile is for. A text matches when it is contained, in any
 * case, a serial number when it is the same, a version when it is in the range; what is not stated
 * is not looked at.
 *
 * @param manufacturer part of the manufacturer ID in CK_INFO or CK_TOKEN_INFO, or empty
 * @param description part of the library description in CK_INFO, or empty
 * @param model part of the model in CK_TOKEN_INFO, or empty
 * @param serial serial number in CK_TOKEN_INFO, or empty
 * @param firmware versions of the firmware in CK_TOKEN_INFO
 * @param libraryVersion versions of the library in CK_INFO
 */
public record Match(
    String manufacturer,
    String description,
    String model,
    String serial,
    VersionRange firmware,
    VersionRange libraryVersion) {

  /**
   * Whether the profile is for a module.
   *
   * @param module what the module says of itself
   * @return true if something is stated and the module has all that is stated
   */
  public boolean matches(ModuleFacts module) {
    return stated() > 0
        && contains(module.manufacturer(), manufacturer)
        && contains(module.description(), description)
        && contains(module.model(), model)
        && isMeasuredOn(module);
  }

  /**
   * Whether the module may be the one the profile was measured on.
   *
   * @param module what the module says of itself
   * @return false if serial number, firmware or version of the library are stated and others
   */
  public boolean isMeasuredOn(ModuleFacts module) {
    return (serial.isEmpty() || serial.equals(module.serial()))
        && firmware.contains(module.firmware())
        && libraryVersion.contains(module.libraryVersion());
  }

  /**
   * The token it was measured on, in words.
   *
   * @return serial number, firmware and version of the library, as far as they are stated
   */
  public String describe() {
    return Stream.of(
            serial.isEmpty() ? "" : "serial " + serial,
            firmware.isAny() ? "" : "firmware " + firmware,
            libraryVersion.isAny() ? "" : "library version " + libraryVersion)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** How many things are stated: of two profiles that match, the one that states more is meant. */
  int stated() {
    return stated(manufacturer)
        + stated(description)
        + stated(model)
        + stated(serial)
        + (firmware.isAny() ? 0 : 1)
        + (libraryVersion.isAny() ? 0 : 1);
  }

  private static int stated(String text) {
    return text.isEmpty() ? 0 : 1;
  }

  private static boolean contains(String actual, String part) {
    return actual.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
