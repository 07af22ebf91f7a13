package dev.kekkai.cli.probe;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** What wrapping an AES key under an AES key can mean; each computed here in software. */
enum WrapMeaning {
  /** RFC 3394. */
  RFC3394("rfc3394", "RFC 3394", "wrap.rfc3394"),

  /** RFC 5649. */
  RFC5649("rfc5649", "RFC 5649", "wrap.rfc5649"),

  /** The key padded to 8 bytes as PKCS #7 does, then RFC 3394. */
  PKCS7_8("pkcs7-8", "PKCS#7 padding to 8 bytes, then RFC 3394", "wrap.pkcs7to8"),

  /** The key padded to 16 bytes as PKCS #7 does, then RFC 3394. */
  PKCS7_16("pkcs7-16", "PKCS#7 padding to 16 bytes, then RFC 3394", "wrap.pkcs7to16");

  private final String id;
  private final String text;
  private final String knob;

  WrapMeaning(String id, String text, String knob) {
    this.id = id;
    this.text = text;
    this.knob = knob;
  }

  String id() {
    return id;
  }

  String text() {
    return text;
  }

  String knob() {
    return knob;
  }

  byte[] wrap(byte[] kek, byte[] key) {
    return switch (this) {
      case RFC3394 -> compute("AESWrap", kek, key);
      case RFC5649 -> compute("AES/KWP/NoPadding", kek, key);
      case PKCS7_8 -> compute("AESWrap", kek, padded(key, 8));
      case PKCS7_16 -> compute("AESWrap", kek, padded(key, 16));
    };
  }

  /** Which one made this blob. */
  static Optional<WrapMeaning> of(byte[] blob, byte[] kek, byte[] key) {
    return Arrays.stream(values()).filter(m -> Arrays.equals(blob, m.wrap(kek, key))).findFirst();
  }

  private static byte[] padded(byte[] key, int block) {
    int pad = block - key.length % block;
    byte[] padded = Arrays.copyOf(key, key.length + pad);
    Arrays.fill(padded, key.length, padded.length, (byte) pad);
    return padded;
  }

  private static byte[] compute(String transformation, byte[] kek, byte[] key) {
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(kek, "AES"));
      return cipher.wrap(new SecretKeySpec(key, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java can't compute " + transformation, e);
    }
  }
}
