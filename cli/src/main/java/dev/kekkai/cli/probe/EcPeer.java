package dev.kekkai.cli.probe;

import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** The other side of an ECDH on P-256, in software. */
final class EcPeer {
  private static final String CURVE = "secp256r1";
  private static final int FIELD_BYTES = 32;
  private static final int RAW_BYTES = 1 + 2 * FIELD_BYTES;
  private static final byte UNCOMPRESSED = 4;
  private static final byte OCTET_STRING = 4;

  private final KeyPair pair;

  private EcPeer(KeyPair pair) {
    this.pair = pair;
  }

  static EcPeer create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      return new EcPeer(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java does not know " + CURVE, e);
    }
  }

  /** DER of the named curve, as CKA_EC_PARAMS wants it. */
  static byte[] parameters() {
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec(CURVE));
      return curve.getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This Java does not know " + CURVE, e);
    }
  }

  /** SEC 1, section 2.3.3, uncompressed. */
  byte[] rawPoint() {
    ECPoint w = ((ECPublicKey) pair.getPublic()).getW();
    byte[] raw = new byte[RAW_BYTES];
    raw[0] = UNCOMPRESSED;
    put(w.getAffineX(), raw, 1);
    put(w.getAffineY(), raw, 1 + FIELD_BYTES);
    return raw;
  }

  /** The same within a DER OCTET STRING. */
  byte[] derPoint() {
    byte[] der = new byte[2 + RAW_BYTES];
    der[0] = OCTET_STRING;
    der[1] = RAW_BYTES;
    System.arraycopy(rawPoint(), 0, der, 2, RAW_BYTES);
    return der;
  }

  private static void put(BigInteger number, byte[] out, int offset) {
    byte[] bytes = number.toByteArray();
    int skip = Math.max(0, bytes.length - FIELD_BYTES);
    int length = bytes.length - skip;
    System.arraycopy(bytes, skip, out, offset + FIELD_BYTES - length, length);
  }

  /** The shared secret with the token's key, by its CKA_EC_POINT; empty when that is no point. */
  byte[] secret(byte[] ecPoint) {
    if (ecPoint.length < RAW_BYTES) {
      return new byte[0];
    }
    byte[] raw = Arrays.copyOfRange(ecPoint, ecPoint.length - RAW_BYTES, ecPoint.length);
    try {
      ECParameterSpec curve = ((ECPublicKey) pair.getPublic()).getParams();
      ECPoint w =
          new ECPoint(
              new BigInteger(1, Arrays.copyOfRange(raw, 1, 1 + FIELD_BYTES)),
              new BigInteger(1, Arrays.copyOfRange(raw, 1 + FIELD_BYTES, RAW_BYTES)));
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(pair.getPrivate());
      agreement.doPhase(
          KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, curve)), true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      return new byte[0];
    }
  }
}
