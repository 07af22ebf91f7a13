package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a private key, from the private object where the token tells it there. Else it
 * is the public object of the same label and CKA_ID, which can be replaced without login and is
 * believed only when it is shown to belong to the private key.
 */
final class PublicHalf {
  private final HsmProfile profile;

  PublicHalf(HsmProfile profile) {
    this.profile = profile;
  }

  PublicKey of(Session session, KekRef ref, KeyKind kind, ObjectHandle priv) throws TokenException {
    Attributes own = session.attributes(priv, PublicKeys.ATTRIBUTES);
    PublicKey told = PublicKeys.ifTold(own);
    if (told != null) {
      return told;
    }
    ObjectHandle object = publicObject(session, ref, own.bytes(Cka.ID));
    requireSameCurve(ref, own, session.attributes(object, Cka.EC_PARAMS));
    PublicKey beside = PublicKeys.read(session, object);
    if (kind == KeyKind.RSA_KEK) {
      requireSameModulus(ref, own, beside);
    } else if (beside instanceof ECPublicKey ec) {
      new PairProof(profile).require(session, ref, kind, priv, ec);
    } else {
      throw PairProof.replaced(ref, Cka.KEY_TYPE);
    }
    return beside;
  }

  private static void requireSameCurve(KekRef ref, Attributes own, Attributes beside)
      throws UnfitKeyException {
    if (own.has(Cka.EC_PARAMS)
        && !Arrays.equals(own.bytes(Cka.EC_PARAMS), beside.bytes(Cka.EC_PARAMS))) {
      throw PairProof.replaced(ref, Cka.EC_PARAMS);
    }
  }

  /** With the private key's modulus, an exponent of 1 would still give every DEK away. */
  private static void requireSameModulus(KekRef ref, Attributes own, PublicKey beside)
      throws TokenException {
    byte[] modulus = own.bytes(Cka.MODULUS);
    if (modulus == null
        || !(beside instanceof RSAPublicKey rsa)
        || !rsa.getModulus().equals(new BigInteger(1, modulus))) {
      throw PairProof.replaced(ref, Cka.MODULUS);
    }
    if (!rsa.getPublicExponent().equals(RSAKeyGenParameterSpec.F4)) {
      throw PairProof.replaced(ref, Cka.PUBLIC_EXPONENT);
    }
  }

  private static ObjectHandle publicObject(Session session, KekRef ref, byte @Nullable [] id)
      throws TokenException {
    List<ObjectHandle> found =
        session.find(
            Template.builder()
                .with(Cka.CLASS, Cko.PUBLIC_KEY)
                .with(Cka.LABEL, ref.label())
                .with(Cka.ID, id == null ? new byte[0] : id)
                .build());
    if (found.size() != 1) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "The private key %s must have exactly one public key of its label and CKA_ID on the token, not %d",
              ref,
              found.size()),
          false,
          null);
    }
    return found.get(0);
  }
}
