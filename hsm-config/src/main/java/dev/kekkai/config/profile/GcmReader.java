package dev.kekkai.config.profile;

import dev.kekkai.config.settings.Parser;
import dev.kekkai.config.settings.Parsers;
import dev.kekkai.config.settings.Reading;
import dev.kekkai.config.settings.Settings;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the knobs {@code gcm.*}. */
final class GcmReader {

  private static final String IV_RETURN = "gcm.ivReturn";
  private static final String IV_BYTES = "gcm.ivBytes";
  private static final String IV_BITS = "gcm.ivBits";
  private static final int CALLER_IV_BYTES = 12;
  private static final int LONGEST_IV = 16;

  private final Settings settings;
  private final String missing;

  GcmReader(Settings settings, String missing) {
    this.settings = settings;
    this.missing = missing;
  }

  Supplier<Gcm> read() {
    Reading<OptionalLong> mechanism = knob("gcm.mechanism", ProfileWords::mechanism);
    Reading<IvSource> source = knob("gcm.ivSource", ProfileWords.IV_SOURCE);
    Reading<IvReturn> comesBack = knob(IV_RETURN, ProfileWords.IV_RETURN);
    Reading<Integer> ivBytes = knob(IV_BYTES, Parsers.integer(CALLER_IV_BYTES, LONGEST_IV));
    Reading<OptionalInt> ivBits = knob(IV_BITS, ProfileWords::ivBits);
    Reading<Integer> maxBytes = knob("gcm.maxBytes", Parsers.integer(0, Integer.MAX_VALUE));
    Reading<Boolean> multipart = knob("gcm.multipart", ProfileWords.YES_NO);
    check(source.orNull(), comesBack.orNull(), ivBytes.orNull());
    if (ivBits.orNull() != null && ivBytes.orNull() != null) {
      checkBits(source.orNull(), comesBack.orNull(), ivBytes.value(), ivBits.value());
    }
    return () ->
        new Gcm(
            mechanism.value(),
            source.value(),
            comesBack.value(),
            ivBytes.value(),
            ivBits.value(),
            maxBytes.value(),
            multipart.value());
  }

  private void check(
      @Nullable IvSource source, @Nullable IvReturn comesBack, @Nullable Integer ivBytes) {
    if (source == null) {
      return;
    }
    boolean callers = source == IvSource.CALLER;
    if (comesBack != null && callers != (comesBack == IvReturn.NONE)) {
      settings.problem(
          IV_RETURN,
          null,
          callers
              ? "must be none where gcm.ivSource = caller"
              : "must be param, prefix or suffix where gcm.ivSource = hsm: say where the IV is");
    }
    if (ivBytes != null && callers && ivBytes != CALLER_IV_BYTES) {
      settings.problem(IV_BYTES, ivBytes.toString(), "must be 12 where gcm.ivSource = caller");
    }
  }

  /** A module that goes by ulIvBits would cut the IV, or read or write beyond it. */
  private void checkBits(
      @Nullable IvSource source, @Nullable IvReturn comesBack, int ivBytes, OptionalInt ivBits) {
    int most = ivBytes * Byte.SIZE;
    int bits = ivBits.orElse(most);
    boolean callers = source == IvSource.CALLER;
    if (callers && bits != 0 && bits != most) {
      settings.problem(
          IV_BITS,
          Integer.toString(bits),
          "must be length, 96 or 0 where gcm.ivSource = caller: its IV has 96 bits");
    } else if (!callers && comesBack == IvReturn.PARAM && bits > most) {
      settings.problem(
          IV_BITS,
          Integer.toString(bits),
          "must be 8 * gcm.ivBytes at most where gcm.ivReturn = param: pIv has no more room");
    }
  }

  private <T> Reading<T> knob(String key, Parser<T> parser) {
    return settings.required(key, parser, missing);
  }
}
