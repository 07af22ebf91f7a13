package dev.kekkai.dekstore;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenPrivateKey;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.Signature;
import java.util.HexFormat;

/** The key in the token that signs head files, and does nothing else. Thread-safe. */
final class HeadKey implements HeadFile.HeadSeal {
  /** Its name on the token. */
  static final String NAME = "kekkai-store-head";

  private static final String ECDSA = "SHA256withECDSA";
  private static final int BITS = 256;

  private final KekkaiProvider provider;
  private final TokenKey key;

  private HeadKey(KekkaiProvider provider, TokenKey key) {
    this.provider = provider;
    this.key = key;
  }

  /** The token's key, made where it has none. */
  static HeadKey of(KekkaiProvider provider) throws TokenException {
    TokenKey key;
    try {
      key = provider.tokenKeys().primary(NAME);
    } catch (KeyNotFoundException e) {
      key = makeOrFind(provider);
    }
    if (key.kind() != KeyKind.SEAL_KEY) {
      throw new KekMismatchException(
          key.ref(), "it is a key of kind " + key.kind() + ", not one that signs");
    }
    return new HeadKey(provider, key);
  }

  private static TokenKey makeOrFind(KekkaiProvider provider) throws TokenException {
    try {
      return provider.maker().create(KekSpec.seal(NAME, BITS));
    } catch (TokenException e) {
      try {
        return provider.tokenKeys().primary(NAME);
      } catch (KeyNotFoundException none) {
        throw e;
      }
    }
  }

  @Override
  public String keyId() {
    return HexFormat.of().formatHex(key.id());
  }

  @Override
  public byte[] sign(byte[] message) throws TokenException {
    try {
      Signature signature = Signature.getInstance(ECDSA, provider);
      signature.initSign(TokenPrivateKey.of(provider.source(), key));
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException | ProviderException e) {
      throw FieldWork.tokenTrouble(e, "The store head's signature");
    }
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) throws TokenException {
    try {
      Signature verifier = Signature.getInstance(ECDSA);
      verifier.initVerify(key.publicKey());
      verifier.update(message);
      return verifier.verify(signature);
    } catch (java.security.SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw FieldWork.tokenTrouble(e, "The store head's verification");
    }
  }
}
