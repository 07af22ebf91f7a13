package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.AttributeRule;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.KeyPairHandles;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import javax.crypto.Cipher;

/**
 * A throw-away RSA key pair in the token, and its public half here.
 *
 * @param privateKey the private key's session object
 * @param publicKey the public key
 */
record RsaPair(ObjectHandle privateKey, PublicKey publicKey) {
  /** The shortest that nobody refuses; speed and answers are those of longer ones. */
  static final int BITS = 2048;

  private static final byte[] EXPONENT = {1, 0, 1};

  static Outcome<RsaPair> make(Bench bench) throws TokenException {
    Outcome<KeyPairHandles> pair = pair(bench);
    if (!pair.worked()) {
      return pair.instead();
    }
    Outcome<PublicKey> publicKey = publicKey(bench, pair.value().publicKey());
    return publicKey.worked()
        ? Outcome.of(new RsaPair(pair.value().privateKey(), publicKey.value()))
        : publicKey.instead();
  }

  /** With both usages, or, where the module takes only one of them, with that. */
  private static Outcome<KeyPairHandles> pair(Bench bench) throws TokenException {
    Outcome<KeyPairHandles> both = pair(bench, true, true);
    if (both.worked()) {
      return both;
    }
    Outcome<KeyPairHandles> decrypts = pair(bench, true, false);
    if (decrypts.worked()) {
      return decrypts;
    }
    Outcome<KeyPairHandles> unwraps = pair(bench, false, true);
    return unwraps.worked() ? unwraps : both;
  }

  private static Outcome<KeyPairHandles> pair(Bench bench, boolean decrypts, boolean unwraps)
      throws TokenException {
    Template.Builder pub =
        Template.builder()
            .with(Cka.TOKEN, false)
            .with(Cka.MODULUS_BITS, (long) BITS)
            .with(Cka.PUBLIC_EXPONENT, EXPONENT);
    Template.Builder priv =
        Template.builder()
            .with(Cka.TOKEN, false)
            .with(Cka.SENSITIVE, true)
            .with(Cka.EXTRACTABLE, false);
    AttributeRule rule = bench.profile().templates().of(KeyKind.RSA_KEK).privateObject();
    if (rule.isSent()) {
      priv.with(Cka.PRIVATE, rule == AttributeRule.TRUE);
    }
    if (decrypts) {
      pub.with(Cka.ENCRYPT, true);
      priv.with(Cka.DECRYPT, true);
    }
    if (unwraps) {
      pub.with(Cka.WRAP, true);
      priv.with(Cka.UNWRAP, true);
    }
    Mechanism generate = new Mechanism.Plain(Ckm.RSA_PKCS_KEY_PAIR_GEN);
    return bench.make(s -> s.generateKeyPair(generate, pub.build(), priv.build()));
  }

  private static Outcome<PublicKey> publicKey(Bench bench, ObjectHandle handle)
      throws TokenException {
    Outcome<Attributes> read =
        bench.attempt(s -> s.attributes(handle, Cka.MODULUS, Cka.PUBLIC_EXPONENT));
    if (!read.worked()) {
      return read.instead();
    }
    byte[] modulus = read.value().bytes(Cka.MODULUS);
    byte[] exponent = read.value().bytes(Cka.PUBLIC_EXPONENT);
    if (modulus == null || exponent == null) {
      return Outcome.failed("the token does not show the modulus");
    }
    try {
      return Outcome.of(
          KeyFactory.getInstance("RSA")
              .generatePublic(
                  new RSAPublicKeySpec(new BigInteger(1, modulus), new BigInteger(1, exponent))));
    } catch (GeneralSecurityException e) {
      return Outcome.failed("the token made an RSA key that Java does not take");
    }
  }

  /** RSA-OAEP in software. */
  byte[] encrypt(OaepHash hash, byte[] label, byte[] value) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(Cipher.ENCRYPT_MODE, publicKey, hash.spec(label));
      return cipher.doFinal(value);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java can't compute RSA-OAEP with " + hash.name(), e);
    }
  }
}
