package dev.kekkai.config.profile;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Return codes by name (PKCS#11 v3.0, pkcs11t.h), as far as modules disagree on what they mean: a
 * bad ciphertext, a device that is away, or a call that may be repeated.
 */
final class ReturnCodes {

  private static final Map<String, Long> NAMES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("CKR_HOST_MEMORY", 0x02L),
              Map.entry("CKR_GENERAL_ERROR", 0x05L),
              Map.entry("CKR_FUNCTION_FAILED", 0x06L),
              Map.entry("CKR_ARGUMENTS_BAD", 0x07L),
              Map.entry("CKR_DATA_INVALID", 0x20L),
              Map.entry("CKR_DATA_LEN_RANGE", 0x21L),
              Map.entry("CKR_DEVICE_ERROR", 0x30L),
              Map.entry("CKR_DEVICE_MEMORY", 0x31L),
              Map.entry("CKR_DEVICE_REMOVED", 0x32L),
              Map.entry("CKR_ENCRYPTED_DATA_INVALID", 0x40L),
              Map.entry("CKR_ENCRYPTED_DATA_LEN_RANGE", 0x41L),
              Map.entry("CKR_AEAD_DECRYPT_FAILED", 0x42L),
              Map.entry("CKR_FUNCTION_CANCELED", 0x50L),
              Map.entry("CKR_KEY_SIZE_RANGE", 0x62L),
              Map.entry("CKR_SESSION_COUNT", 0xB1L),
              Map.entry("CKR_TOKEN_NOT_PRESENT", 0xE0L),
              Map.entry("CKR_TOKEN_NOT_RECOGNIZED", 0xE1L),
              Map.entry("CKR_WRAPPED_KEY_INVALID", 0x110L),
              Map.entry("CKR_WRAPPED_KEY_LEN_RANGE", 0x112L)));

  private static final Pattern HEX = Pattern.compile("0x[0-9A-Fa-f]{1,8}");

  private static final Pattern NAMED =
      Pattern.compile("(0x[0-9A-Fa-f]{1,8}):([A-Za-z][A-Za-z0-9_]{0,63})");

  private ReturnCodes() {}

  /** Reads names and numbers parted by commas, or {@code none}. */
  static Set<Long> parse(String text) {
    if (text.equals("none")) {
      return Set.of();
    }
    Set<Long> codes = new TreeSet<>();
    for (String code : ProfileWords.list(text)) {
      codes.add(code(code));
    }
    return codes;
  }

  /** Reads pairs such as {@code 0x80000041:LUNA_AGAIN}, parted by commas, or {@code none}. */
  static Map<Long, String> names(String text) {
    if (text.equals("none")) {
      return Map.of();
    }
    Map<Long, String> names = new TreeMap<>();
    for (String pair : ProfileWords.list(text)) {
      Matcher named = NAMED.matcher(pair);
      if (!named.matches()) {
        throw new IllegalArgumentException(
            "must be none, or pairs of a number and a name such as 0x80000041:LUNA_AGAIN");
      }
      if (names.put(number(named.group(1)), named.group(2)) != null) {
        throw new IllegalArgumentException("has two names for " + named.group(1));
      }
    }
    return names;
  }

  private static long number(String hex) {
    return Long.parseLong(hex.substring(2), 16);
  }

  private static long code(String text) {
    if (HEX.matcher(text).matches()) {
      return number(text);
    }
    Long number = NAMES.get(text);
    if (number == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' must be none, a number such as 0x40 or one of %s",
              text,
              String.join(", ", NAMES.keySet())));
    }
    return number;
  }
}
