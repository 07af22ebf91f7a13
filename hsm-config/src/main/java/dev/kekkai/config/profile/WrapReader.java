package dev.kekkai.config.profile;

import dev.kekkai.config.settings.Parser;
import dev.kekkai.config.settings.Reading;
import dev.kekkai.config.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Reads the knobs {@code wrap.*} and the ways in and out that depend on them. */
final class WrapReader {

  private static final String FUNCTIONS = "wrap.functions";

  private final Settings settings;
  private final String missing;
  private final Reading<Boolean> functions;

  WrapReader(Settings settings, String missing) {
    this.settings = settings;
    this.missing = missing;
    this.functions = knob(FUNCTIONS, ProfileWords.YES_NO);
  }

  Supplier<Wrap> read() {
    Reading<OptionalLong> rfc3394 = mechanism("wrap.rfc3394");
    Reading<OptionalLong> rfc5649 = mechanism("wrap.rfc5649");
    Reading<OptionalLong> pkcs7to8 = mechanism("wrap.pkcs7to8");
    Reading<OptionalLong> pkcs7to16 = mechanism("wrap.pkcs7to16");
    Reading<IvParam> ivParam = knob("wrap.ivParam", ProfileWords.IV_PARAM);
    Reading<Boolean> valueLen = knob("wrap.unwrapValueLen", ProfileWords.VALUE_LEN);
    refuseTwoMeanings(List.of(rfc3394, rfc5649, pkcs7to8, pkcs7to16));
    return () ->
        new Wrap(
            functions.value(),
            rfc3394.value(),
            rfc5649.value(),
            pkcs7to8.value(),
            pkcs7to16.value(),
            ivParam.value(),
            valueLen.value());
  }

  /** Without C_UnwrapKey a DEK comes back by C_Decrypt of an RSA KEK, and in no other way. */
  void check(Reading<RsaKekUsage> usage, Reading<SoftwareDekPath> path) {
    if (usage.orNull() == null || path.orNull() == null) {
      return;
    }
    boolean decrypts =
        usage.value() == RsaKekUsage.DECRYPT && path.value() == SoftwareDekPath.OAEP_DECRYPT;
    if (Boolean.FALSE.equals(functions.orNull()) && !decrypts) {
      settings.problem(
          FUNCTIONS, "no", "needs rsaKek.usage = decrypt and softwareDek.path = oaepDecrypt");
    }
  }

  private void refuseTwoMeanings(List<Reading<OptionalLong>> readings) {
    List<Reading<OptionalLong>> seen = new ArrayList<>();
    for (Reading<OptionalLong> reading : readings) {
      OptionalLong number = reading.orNull();
      if (number == null || number.isEmpty()) {
        continue;
      }
      for (Reading<OptionalLong> other : seen) {
        if (number.equals(other.orNull())) {
          settings.problem(
              reading.key(),
              String.format(Locale.ROOT, "0x%X", number.getAsLong()),
              "means " + other.key() + " already: one number has one meaning on a module");
        }
      }
      seen.add(reading);
    }
  }

  private Reading<OptionalLong> mechanism(String key) {
    return knob(key, ProfileWords::mechanism);
  }

  private <T> Reading<T> knob(String key, Parser<T> parser) {
    return settings.required(key, parser, missing);
  }
}
