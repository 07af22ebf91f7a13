package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.IvReturn;
import dev.kekkai.config.profile.IvSource;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an encryption gave, understood: whose the IV is, and where it is.
 *
 * @param source who made the IV
 * @param place where the module's IV came back; {@code NONE} for the caller's
 * @param iv the IV
 * @param sealed ciphertext and tag, without an IV
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GcmAnswer(IvSource source, IvReturn place, byte[] iv, byte[] sealed) {
  private static final int LONGEST_IV = 16;

  /** Under the caller's IV, or under one that the module put into its output. */
  static Optional<GcmAnswer> of(
      byte[] key, byte[] callersIv, byte[] aad, byte[] plain, byte[] out) {
    if (GcmSample.opens(key, callersIv, aad, out, plain)) {
      return Optional.of(new GcmAnswer(IvSource.CALLER, IvReturn.NONE, callersIv, out));
    }
    int extra = out.length - plain.length - GcmSample.TAG_BYTES;
    if (extra < GcmSample.IV_BYTES || extra > LONGEST_IV) {
      return Optional.empty();
    }
    byte[] before = Arrays.copyOf(out, extra);
    byte[] rest = Arrays.copyOfRange(out, extra, out.length);
    if (GcmSample.opens(key, before, aad, rest, plain)) {
      return Optional.of(new GcmAnswer(IvSource.HSM, IvReturn.PREFIX, before, rest));
    }
    byte[] after = Arrays.copyOfRange(out, out.length - extra, out.length);
    byte[] first = Arrays.copyOf(out, out.length - extra);
    if (GcmSample.opens(key, after, aad, first, plain)) {
      return Optional.of(new GcmAnswer(IvSource.HSM, IvReturn.SUFFIX, after, first));
    }
    return Optional.empty();
  }

  /** The same, where the module had room to write its IV into. */
  static Optional<GcmAnswer> written(
      byte[] key, byte[] room, byte[] aad, byte[] plain, byte[] out) {
    boolean untouched = Arrays.equals(room, new byte[room.length]);
    if (room.length > 0 && !untouched && GcmSample.opens(key, room, aad, out, plain)) {
      return Optional.of(new GcmAnswer(IvSource.HSM, IvReturn.PARAM, room.clone(), out));
    }
    return of(key, new byte[GcmSample.IV_BYTES], aad, plain, out);
  }
}
