package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.IvParam;
import dev.kekkai.config.profile.Wrap;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What AES key wrap mechanisms really do: a known key is wrapped under a known KEK, and the blob
 * compared with what each meaning gives in software. Where a mechanism can't wrap here, blobs made
 * in software are unwrapped instead.
 */
final class WrapProbe implements Probe {
  /** CKM_AES_KEY_WRAP_PKCS7 of PKCS #11 v3.1. */
  private static final long AES_KEY_WRAP_PKCS7 = 0x210C;

  private static final byte[] IV_8 = {
    (byte) 0xA6, (byte) 0xA6, (byte) 0xA6, (byte) 0xA6,
    (byte) 0xA6, (byte) 0xA6, (byte) 0xA6, (byte) 0xA6
  };
  private static final byte[] IV_4 = {(byte) 0xA6, 0x59, 0x59, (byte) 0xA6};

  /** A 32-byte key with the longest padding and integrity block, and more. */
  private static final int ROOM = 128;

  private final Map<WrapMeaning, Long> numbers = new EnumMap<>(WrapMeaning.class);
  private boolean nullIvWorks;
  private boolean defaultIvWorks;

  @Override
  public String about() {
    return About.WRAP;
  }

  @Override
  public void run(Bench bench) throws TokenException {
    Outcome<KnownKey> kek = bench.keys().kek();
    Outcome<KnownKey> dek = bench.keys().dek();
    if (!kek.worked() || !dek.worked()) {
      String why = kek.worked() ? dek.text() : kek.text();
      bench.findings().seen("keys.known", Findings.NO, "no AES key of known value: " + why);
      return;
    }
    bench.findings().seen("keys.known", Findings.YES, "by " + kek.value().how());
    for (long number : numbers(bench.profile().wrap())) {
      one(bench, number, kek.value(), dek.value());
    }
    conclude(bench);
  }

  /** The standard's, and those that the profile knows by a number of the vendor's own. */
  private static NavigableSet<Long> numbers(Wrap wrap) {
    NavigableSet<Long> numbers = new TreeSet<>();
    numbers.add(Ckm.AES_KEY_WRAP);
    numbers.add(Ckm.AES_KEY_WRAP_PAD);
    numbers.add(Ckm.AES_KEY_WRAP_KWP);
    numbers.add(AES_KEY_WRAP_PKCS7);
    wrap.rfc3394().ifPresent(numbers::add);
    wrap.rfc5649().ifPresent(numbers::add);
    wrap.pkcs7to8().ifPresent(numbers::add);
    wrap.pkcs7to16().ifPresent(numbers::add);
    return numbers;
  }

  private void one(Bench bench, long number, KnownKey kek, KnownKey dek) throws TokenException {
    String name = "wrap." + Bench.hex(number);
    Outcome<byte[]> blob = wrapped(bench, number, null, kek, dek);
    boolean nullIv = blob.worked();
    if (!nullIv && !isMissing(blob)) {
      blob = withIv(bench, number, kek, dek, blob);
    }
    if (isMissing(blob)) {
      bench.findings().seen(name, Findings.NONE, blob.text());
      return;
    }
    Optional<WrapMeaning> meaning =
        blob.worked() ? WrapMeaning.of(blob.value(), kek.value(), dek.value()) : Optional.empty();
    if (meaning.isEmpty() && blob.worked()) {
      String remark = blob.value().length + " bytes for a key of 32: no meaning known here";
      bench.findings().seen(name, "unknown", remark);
      return;
    }
    String remark = "";
    boolean takesForged = false;
    if (meaning.isEmpty()) {
      meaning = unwrapped(bench, number, kek, dek);
      remark = "unwraps only: wrapping answers " + blob.text();
    } else {
      nullIvWorks |= nullIv;
      byte[] iv = meaning.get() == WrapMeaning.RFC5649 ? IV_4 : IV_8;
      defaultIvWorks |= !nullIv || wrapped(bench, number, iv, kek, dek).worked();
      takesForged = takesForged(bench, number, nullIv, meaning.get(), kek, dek);
    }
    if (meaning.isEmpty()) {
      bench.findings().seen(name, Findings.NONE, blob.text());
      return;
    }
    bench.findings().seen(name, meaning.get().id(), remark);
    if (!takesForged) { // or a profile would name what protects nothing
      prefer(bench.profile().wrap(), meaning.get(), number);
    }
  }

  private static boolean isMissing(Outcome<?> outcome) {
    return outcome.answered(Ckr.MECHANISM_INVALID, Ckr.FUNCTION_NOT_SUPPORTED);
  }

  private static Outcome<byte[]> withIv(
      Bench bench, long number, KnownKey kek, KnownKey dek, Outcome<byte[]> first)
      throws TokenException {
    Outcome<byte[]> eight = wrapped(bench, number, IV_8, kek, dek);
    if (eight.worked()) {
      return eight;
    }
    Outcome<byte[]> four = wrapped(bench, number, IV_4, kek, dek);
    return four.worked() ? four : first;
  }

  private static Outcome<byte[]> wrapped(
      Bench bench, long number, byte @Nullable [] iv, KnownKey kek, KnownKey dek)
      throws TokenException {
    return bench.attempt(
        session -> {
          byte[] out = new byte[ROOM];
          Mechanism mechanism = new Mechanism.KeyWrap(number, iv);
          int length = session.wrapKey(mechanism, kek.handle(), dek.handle(), out);
          return Arrays.copyOf(out, length);
        });
  }

  /** Which of the blobs made in software it unwraps. */
  private Optional<WrapMeaning> unwrapped(Bench bench, long number, KnownKey kek, KnownKey dek)
      throws TokenException {
    for (WrapMeaning meaning : WrapMeaning.values()) {
      UnwrapWay way = way(number, null, meaning, kek, dek);
      Outcome<UnwrapWay> found = bench.unwrapping().find(way);
      if (found.worked()
          && bench
              .attempt(s -> Unwrapping.looked(s, found.value(), Reading::value))
              .worked(v -> Arrays.equals(v, dek.value()))) {
        return Optional.of(meaning);
      }
    }
    return Optional.empty();
  }

  /** Unwraps as well, and whether it does so with a blob that is not one. */
  private static boolean takesForged(
      Bench bench, long number, boolean nullIv, WrapMeaning meaning, KnownKey kek, KnownKey dek)
      throws TokenException {
    byte[] iv = nullIv ? null : meaning == WrapMeaning.RFC5649 ? IV_4 : IV_8;
    UnwrapWay way = way(number, iv, meaning, kek, dek);
    Outcome<UnwrapWay> found = bench.unwrapping().find(way);
    String name = "unwrap." + Bench.hex(number);
    bench.findings().seen(name, Findings.yesNo(found.worked()), found.worked() ? "" : found.text());
    if (!found.worked()) {
      return false;
    }
    Outcome<Boolean> forged = bench.unwrapping().forge(found.value());
    boolean taken = forged.worked() && forged.value();
    String remark = taken ? "a forged blob was unwrapped: never use it" : "";
    bench.findings().seen(name + ".forged", taken ? "taken" : "refused", remark);
    bench.unwrapping().cut(found.value(), 1);
    bench.unwrapping().cut(found.value(), 8);
    return taken;
  }

  private static UnwrapWay way(
      long number, byte @Nullable [] iv, WrapMeaning meaning, KnownKey kek, KnownKey dek) {
    return new UnwrapWay(
        meaning.text() + " (" + Bench.hex(number) + ")",
        new Mechanism.KeyWrap(number, iv),
        kek.handle(),
        meaning.wrap(kek.value(), dek.value()),
        dek.value(),
        Template.builder().build());
  }

  /** The profile's number where it has the meaning, else the lowest. */
  private void prefer(Wrap profile, WrapMeaning meaning, long number) {
    OptionalLong known =
        switch (meaning) {
          case RFC3394 -> profile.rfc3394();
          case RFC5649 -> profile.rfc5649();
          case PKCS7_8 -> profile.pkcs7to8();
          case PKCS7_16 -> profile.pkcs7to16();
        };
    if (known.isPresent() && known.getAsLong() == number) {
      numbers.put(meaning, number);
    } else {
      numbers.putIfAbsent(meaning, number);
    }
  }

  private void conclude(Bench bench) {
    for (WrapMeaning meaning : WrapMeaning.values()) {
      Long number = numbers.get(meaning);
      bench
          .findings()
          .knob(meaning.knob(), number == null ? Findings.NONE : Bench.hex(number), meaning.text());
    }
    if (nullIvWorks || defaultIvWorks) {
      boolean isDefault = !nullIvWorks || (defaultIvWorks && prefersDefault(bench));
      String other = nullIvWorks && defaultIvWorks ? "it takes both" : "the only one it takes";
      bench.findings().knob("wrap.ivParam", isDefault ? "default" : "null", other);
    }
  }

  private static boolean prefersDefault(Bench bench) {
    return bench.profile().wrap().ivParam() == IvParam.DEFAULT;
  }
}
