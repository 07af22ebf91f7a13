package dev.kekkai.config.profile;

import dev.kekkai.config.settings.Choice;
import dev.kekkai.config.settings.Parser;
import dev.kekkai.config.settings.Parsers;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** The words that values in profile files are made of. */
final class ProfileWords {

  static final Choice<Boolean> YES_NO = Choice.of("yes", true).or("no", false);
  static final Choice<Boolean> SEND = Choice.of("send", true).or("omit", false);
  static final Choice<LoginRule> LOGIN =
      Choice.of("auto", LoginRule.AUTO).or("yes", LoginRule.YES).or("no", LoginRule.NO);
  static final Choice<Boolean> VALUE_LEN = Choice.of("require", true).or("omit", false);
  static final Choice<PinFormat> PIN_FORMAT =
      Choice.of("plain", PinFormat.PLAIN)
          .or("user:password", PinFormat.USER_PASSWORD)
          .or("authkey+password", PinFormat.AUTHKEY_PASSWORD);
  static final Choice<IvParam> IV_PARAM =
      Choice.of("null", IvParam.NULL).or("default", IvParam.DEFAULT);
  static final Choice<RsaKekUsage> RSA_KEK =
      Choice.of("unwrap", RsaKekUsage.UNWRAP).or("decrypt", RsaKekUsage.DECRYPT);
  static final Choice<PointEncoding> POINT =
      Choice.of("raw", PointEncoding.RAW).or("der", PointEncoding.DER);
  static final Choice<IvSource> IV_SOURCE =
      Choice.of("caller", IvSource.CALLER).or("hsm", IvSource.HSM);
  static final Choice<IvReturn> IV_RETURN =
      Choice.of("none", IvReturn.NONE)
          .or("param", IvReturn.PARAM)
          .or("prefix", IvReturn.PREFIX)
          .or("suffix", IvReturn.SUFFIX);
  static final Choice<AttributeRule> ATTRIBUTE =
      Choice.of("true", AttributeRule.TRUE)
          .or("false", AttributeRule.FALSE)
          .or("omit", AttributeRule.OMIT);
  static final Choice<UnwrapTemplateRule> UNWRAP_TEMPLATE =
      Choice.of("unsupported", UnwrapTemplateRule.UNSUPPORTED)
          .or("repeat-all", UnwrapTemplateRule.REPEAT_ALL)
          .or("union", UnwrapTemplateRule.UNION);
  static final Choice<SoftwareDekPath> SOFTWARE_DEK =
      Choice.of("readValue", SoftwareDekPath.READ_VALUE)
          .or("oaepDecrypt", SoftwareDekPath.OAEP_DECRYPT)
          .or("wrapToEphemeralRsa", SoftwareDekPath.WRAP_TO_EPHEMERAL_RSA)
          .or("none", SoftwareDekPath.NONE);

  private static final Parser<Integer> IV_BITS = Parsers.integer(0, 128);
  private static final Pattern HEX = Pattern.compile("0x[0-9A-Fa-f]{1,8}");
  private static final Set<String> HASHES =
      Set.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512");

  private ProfileWords() {}

  static OptionalLong mechanism(String text) {
    if (text.equals("none")) {
      return OptionalLong.empty();
    }
    if (!HEX.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a CKM number such as 0x2109, or none");
    }
    return OptionalLong.of(Long.parseLong(text.substring(2), 16));
  }

  /** What to send as ulIvBits: a number, or empty for eight times ulIvLen. */
  static OptionalInt ivBits(String text) {
    if (text.equals("length")) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(IV_BITS.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be length, or a number of bits from 0 to 128", e);
    }
  }

  static List<String> hashes(String text) {
    if (text.equals("none")) {
      return List.of();
    }
    List<String> hashes = list(text);
    if (!HASHES.containsAll(hashes)) {
      throw new IllegalArgumentException(
          "must be none, or of SHA-1, SHA-224, SHA-256, SHA-384, SHA-512, parted by commas");
    }
    return hashes;
  }

  static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }
}
