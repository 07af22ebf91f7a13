package dev.kekkai.benchmarks.server;

import dev.kekkai.provider.keys.TokenKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.MGF1ParameterSpec;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * Something for the C loop to open with a private KEK, made here in software, and what has to come
 * of it. Neither is a secret: nothing is ever sealed with it.
 */
final class BareInput {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int DEK_BYTES = 32;
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private BareInput() {}

  /** The line that the C loop reads: label, input and result. */
  static String line(TokenKey kek) throws GeneralSecurityException {
    PublicKey key = kek.publicKey();
    if (key instanceof ECPublicKey ec) {
      return ecdh(kek.ref().label(), ec);
    }
    if (key == null) {
      throw new IllegalArgumentException(kek + " has no public half");
    }
    return oaep(kek.ref().label(), key);
  }

  private static String ecdh(String label, ECPublicKey kek) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(kek.getParams());
    KeyPair peer = generator.generateKeyPair();
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(peer.getPrivate());
    agreement.doPhase(kek, true);
    return line(label, point((ECPublicKey) peer.getPublic()), agreement.generateSecret());
  }

  private static String oaep(String label, PublicKey kek) throws GeneralSecurityException {
    byte[] dek = new byte[DEK_BYTES];
    RANDOM.nextBytes(dek);
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    cipher.init(Cipher.ENCRYPT_MODE, kek, OAEP);
    return line(label, cipher.doFinal(dek), dek);
  }

  private static String line(String label, byte[] input, byte[] secret) {
    HexFormat hex = HexFormat.of();
    return label + ' ' + hex.formatHex(input) + ' ' + hex.formatHex(secret);
  }

  /** Uncompressed (SEC 1, section 2.3.3). */
  private static byte[] point(ECPublicKey key) {
    int bytes = (key.getParams().getCurve().getField().getFieldSize() + 7) / Byte.SIZE;
    byte[] point = new byte[1 + 2 * bytes];
    ECPoint w = key.getW();
    point[0] = 4;
    put(w.getAffineX(), point, 1, bytes);
    put(w.getAffineY(), point, 1 + bytes, bytes);
    return point;
  }

  private static void put(BigInteger number, byte[] into, int offset, int bytes) {
    byte[] raw = number.toByteArray(); // may have one zero too many, or too few
    int length = Math.min(raw.length, bytes);
    System.arraycopy(raw, raw.length - length, into, offset + bytes - length, length);
  }
}
