package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.PointEncoding;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.TokenException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import javax.crypto.KeyAgreement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proof that a public EC key belongs to the private key on the token, by one use of both (pairwise
 * consistency, SP 800-56A section 5.6.2.1.4). Public objects are not private, so that anybody who
 * can open a session can put another in their place.
 */
final class PairProof {
  private static final Logger LOG = LoggerFactory.getLogger(PairProof.class);
  private static final int DIGEST_BYTES = 32;
  private static final int SHORT_DER = 0x80;

  private final HsmProfile profile;
  private final SecureRandom random = new SecureRandom();

  PairProof(HsmProfile profile) {
    this.profile = profile;
  }

  /** Throws {@link UnfitKeyException} when the two don't belong together. */
  void require(Session session, KekRef ref, KeyKind kind, ObjectHandle priv, ECPublicKey pub)
      throws TokenException {
    if (kind == KeyKind.EC_KEK && !profile.ecdh().derivedReadable()) {
      LOG.warn("The module lets nobody check that the public half of {} is its own", ref);
      return;
    }
    boolean own;
    try {
      own = kind == KeyKind.SEAL_KEY ? signs(session, priv, pub) : derives(session, priv, pub);
    } catch (GeneralSecurityException e) {
      throw new TokenException("The public half of " + ref + " can't be checked", false, e);
    }
    if (!own) {
      throw replaced(ref, Cka.EC_POINT);
    }
  }

  static UnfitKeyException replaced(KekRef ref, long attribute) {
    return new UnfitKeyException(
        ref.label(),
        List.of(
            new KeyViolation(KeyRule.REPLACED_PUBLIC_HALF, attribute, "not the private key's")));
  }

  private boolean signs(Session session, ObjectHandle priv, ECPublicKey pub)
      throws TokenException, GeneralSecurityException {
    byte[] digest = new byte[DIGEST_BYTES];
    random.nextBytes(digest);
    byte[] signature = session.sign(new Mechanism.Plain(Ckm.ECDSA), priv, digest);
    Signature verifier = Signature.getInstance("NONEwithECDSAinP1363Format");
    verifier.initVerify(pub);
    verifier.update(digest);
    try {
      return verifier.verify(signature);
    } catch (java.security.SignatureException e) {
      LOG.debug("Not a signature of the public half's curve", e);
      return false;
    }
  }

  private boolean derives(Session session, ObjectHandle priv, ECPublicKey pub)
      throws TokenException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(pub.getParams(), random);
    KeyPair ephemeral = generator.generateKeyPair();
    byte[] point = encode((ECPublicKey) ephemeral.getPublic());
    byte[] inToken =
        SharedSecrets.derive(session, new KeyTemplates(profile), priv, PublicKeys.bits(pub), point);
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(ephemeral.getPrivate());
    agreement.doPhase(pub, true);
    byte[] outside = agreement.generateSecret();
    try {
      return MessageDigest.isEqual(inToken, outside);
    } finally {
      Arrays.fill(inToken, (byte) 0);
      Arrays.fill(outside, (byte) 0);
    }
  }

  private byte[] encode(ECPublicKey key) {
    int size = (PublicKeys.bits(key) + 7) / Byte.SIZE;
    ByteBuffer raw = ByteBuffer.allocate(1 + 2 * size).put((byte) 4);
    raw.put(fixed(key.getW().getAffineX(), size)).put(fixed(key.getW().getAffineY(), size));
    if (profile.ecdh().pointEncoding() == PointEncoding.RAW) {
      return raw.array();
    }
    int length = raw.capacity();
    ByteBuffer der = ByteBuffer.allocate(length + 3).put((byte) 4);
    if (length >= SHORT_DER) {
      der.put((byte) 0x81);
    }
    der.put((byte) length).put(raw.array());
    return Arrays.copyOf(der.array(), der.position());
  }

  private static byte[] fixed(BigInteger number, int size) {
    byte[] bytes = number.toByteArray();
    byte[] result = new byte[size];
    int count = Math.min(bytes.length, size);
    System.arraycopy(bytes, bytes.length - count, result, size - count, count);
    return result;
  }
}
