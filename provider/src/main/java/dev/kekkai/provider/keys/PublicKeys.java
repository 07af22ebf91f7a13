package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.TokenException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Public halves as ordinary keys of the JDK, which any provider can use. */
final class PublicKeys {
  private static final int DER_OCTET_STRING = 0x04;
  private static final int UNCOMPRESSED = 0x04;

  /** What a public key is read from, and which public object goes with a private one. */
  static final long[] ATTRIBUTES = {
    Cka.KEY_TYPE,
    Cka.ID,
    Cka.MODULUS,
    Cka.PUBLIC_EXPONENT,
    Cka.EC_PARAMS,
    Cka.EC_POINT,
    Cka.PUBLIC_KEY_INFO
  };

  private PublicKeys() {}

  static PublicKey read(Session session, ObjectHandle object) throws TokenException {
    return read(session.attributes(object, ATTRIBUTES));
  }

  /** The public half as the attributes of a private object have it; null when they don't. */
  static @Nullable PublicKey ifTold(Attributes a) throws TokenException {
    boolean told =
        isRsa(a)
            ? filled(a, Cka.MODULUS) && filled(a, Cka.PUBLIC_EXPONENT)
            : filled(a, Cka.EC_PARAMS)
                && (filled(a, Cka.EC_POINT) || filled(a, Cka.PUBLIC_KEY_INFO));
    return told ? read(a) : null;
  }

  private static PublicKey read(Attributes a) throws TokenException {
    try {
      return isRsa(a) ? rsa(a) : ec(a);
    } catch (GeneralSecurityException | IllegalArgumentException | java.io.IOException e) {
      throw new TokenException("The token holds a public key that can't be read", false, e);
    }
  }

  static int bits(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa.getModulus().bitLength();
    }
    return ((ECPublicKey) key).getParams().getCurve().getField().getFieldSize();
  }

  /** Of a public or private object, by its modulus or curve alone; 0 when it tells neither. */
  static int bits(Attributes a) {
    byte[] modulus = a.bytes(Cka.MODULUS);
    byte[] curve = a.bytes(Cka.EC_PARAMS);
    if (modulus != null) {
      return new BigInteger(1, modulus).bitLength();
    }
    try {
      return curve == null ? 0 : spec(curve).getCurve().getField().getFieldSize();
    } catch (GeneralSecurityException | java.io.IOException e) {
      return 0; // a curve that the JDK does not have
    }
  }

  private static ECParameterSpec spec(byte[] curve)
      throws GeneralSecurityException, java.io.IOException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(curve);
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  private static PublicKey rsa(Attributes a) throws GeneralSecurityException {
    BigInteger modulus = new BigInteger(1, present(a, Cka.MODULUS));
    BigInteger exponent = new BigInteger(1, present(a, Cka.PUBLIC_EXPONENT));
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static PublicKey ec(Attributes a) throws GeneralSecurityException, java.io.IOException {
    if (!filled(a, Cka.EC_POINT) && filled(a, Cka.PUBLIC_KEY_INFO)) {
      return KeyFactory.getInstance("EC")
          .generatePublic(new X509EncodedKeySpec(present(a, Cka.PUBLIC_KEY_INFO)));
    }
    ECParameterSpec spec = spec(present(a, Cka.EC_PARAMS));
    int size = (spec.getCurve().getField().getFieldSize() + 7) / 8;
    byte[] point = rawPoint(present(a, Cka.EC_POINT), size);
    ECPoint w =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + size)),
            new BigInteger(1, Arrays.copyOfRange(point, 1 + size, 1 + 2 * size)));
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, spec));
  }

  /** CKA_EC_POINT is a DER octet string by the standard; some modules give the point alone. */
  private static byte[] rawPoint(byte[] value, int size) {
    int length = 1 + 2 * size;
    if (value.length > length && value[0] == DER_OCTET_STRING) {
      value = Arrays.copyOfRange(value, value.length - length, value.length);
    }
    if (value.length != length || value[0] != UNCOMPRESSED) {
      throw new IllegalArgumentException("not an uncompressed point");
    }
    return value;
  }

  private static boolean isRsa(Attributes a) {
    Long type = a.ulong(Cka.KEY_TYPE);
    return type != null && type == Ckk.RSA;
  }

  private static boolean filled(Attributes a, long type) {
    byte[] value = a.bytes(type);
    return value != null && value.length > 0;
  }

  private static byte[] present(Attributes a, long type) {
    byte[] value = a.bytes(type);
    if (value == null) {
      throw new IllegalArgumentException(Cka.name(type) + " is missing");
    }
    return value;
  }
}
