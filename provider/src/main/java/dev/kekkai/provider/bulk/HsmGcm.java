package dev.kekkai.provider.bulk;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.Gcm;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.IvReturn;
import dev.kekkai.config.profile.IvSource;
import dev.kekkai.config.profile.Knobs;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.Evidence;
import java.util.Locale;

/** AES-GCM as one module has it: whose the IV is, where it is found, and how much goes at once. */
final class HsmGcm {
  private static final int TAG_BITS = BulkKey.TAG_BYTES * Byte.SIZE;
  private static final byte[] NO_IV = {};

  private final HsmProfile profile;
  private final Gcm gcm;
  private final long mechanism;
  private final int maxBytes;

  private HsmGcm(HsmProfile profile, long mechanism, int maxBytes) {
    this.profile = profile;
    this.gcm = profile.gcm();
    this.mechanism = mechanism;
    this.maxBytes = maxBytes;
  }

  /** Refuses a module that has no AES-GCM, and a binding that can't hand down what it wants. */
  static HsmGcm of(Token token, KekkaiConfig config) throws TokenException {
    HsmProfile profile = token.profile();
    if (profile.gcm().mechanism().isEmpty()) {
      throw refused(profile, "has no AES-GCM; use bulk = software");
    }
    Evidence.require(profile, Knobs.GCM_IV_SOURCE, Knobs.GCM_IV_RETURN);
    if (profile.gcm().ivBits().isPresent()) {
      Evidence.require(profile, Knobs.GCM_IV_BITS);
    }
    Integer configured = config.bulk().hsmMaxMessage();
    HsmGcm made =
        new HsmGcm(
            profile,
            profile.gcm().mechanism().getAsLong(),
            configured != null ? configured : profile.gcm().maxBytes());
    byte[] iv = new byte[profile.gcm().ivBytes()];
    if (!token.takes(made.makesIv() ? made.withHsmIv(iv, NO_IV) : made.withIv(iv, NO_IV))) {
      throw refused(
          profile,
          String.format(
              Locale.ROOT,
              "wants gcm.ivReturn = %s and gcm.ivBits = %s, which the binding %s can't hand down:"
                  + " use Java 22 or later with -Dkekkai.binding=ffm, or bulk = software",
              profile.gcm().ivReturn().name().toLowerCase(Locale.ROOT),
              profile.gcm().ivBits().isPresent()
                  ? Integer.toString(profile.gcm().ivBits().getAsInt())
                  : "length",
              token.binding()));
    }
    return made;
  }

  HsmProfile profile() {
    return profile;
  }

  /** Most bytes in one call; 0 for no limit. */
  int maxBytes() {
    return maxBytes;
  }

  /** Whether a message goes to the module whole; refuses one that can't go in parts either. */
  boolean fitsInOneCall(int length) throws MessageTooLongException {
    if (maxBytes == 0 || length <= maxBytes) {
      return true;
    }
    if (!gcm.multipart()) {
      throw new MessageTooLongException(length, maxBytes, profile.name());
    }
    return false;
  }

  boolean makesIv() {
    return gcm.ivSource() == IvSource.HSM;
  }

  int ivBytes() {
    return gcm.ivBytes();
  }

  /** Bytes of an IV in the output of an encryption. */
  int ivBytesInOutput() {
    return gcm.ivReturn() == IvReturn.PREFIX || gcm.ivReturn() == IvReturn.SUFFIX
        ? gcm.ivBytes()
        : 0;
  }

  boolean isPrefixed() {
    return gcm.ivReturn() == IvReturn.PREFIX;
  }

  /** An encryption under the caller's IV. */
  Mechanism withIv(byte[] iv, byte[] aad) {
    return new Mechanism.Gcm(
        mechanism, iv, gcm.ivBits().orElse(iv.length * Byte.SIZE), aad, TAG_BITS);
  }

  /** An encryption that leaves its IV in zeros given, or in its output. */
  Mechanism withHsmIv(byte[] zeros, byte[] aad) {
    byte[] room = gcm.ivReturn() == IvReturn.PARAM ? zeros : NO_IV;
    return new Mechanism.GcmHsmIv(
        mechanism, room, gcm.ivBits().orElse(room.length * Byte.SIZE), aad, TAG_BITS);
  }

  /** A decryption: ulIvBits is what it should be, whatever an encryption wants there. */
  Mechanism forDecryption(byte[] iv, byte[] aad) {
    return isPrefixed()
        ? new Mechanism.GcmHsmIv(mechanism, NO_IV, 0, aad, TAG_BITS)
        : new Mechanism.Gcm(mechanism, iv, aad, TAG_BITS);
  }

  static TokenException refused(HsmProfile profile, String what) {
    return new TokenException(
        String.format(Locale.ROOT, "This module (profile %s) %s", profile.name(), what),
        false,
        null);
  }
}
