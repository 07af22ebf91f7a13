package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.SealKey;
import dev.kekkai.keyserver.audit.format.SealKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

/** Seal keys in software, which stand in for those of an HSM. */
public final class Seals {
  private final KeyPair pair;

  private Seals(KeyPair pair) {
    this.pair = pair;
  }

  public static Seals onP256() {
    return on("secp256r1");
  }

  public static Seals on(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return new Seals(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public SealKey key() {
    return new SealKey(pair.getPrivate(), publicKey());
  }

  /** One whose HSM can be taken away. */
  public SealKey key(SwitchableHsm hsm) {
    return new SealKey(pair.getPrivate(), publicKey(), hsm);
  }

  /** One that signs with other than what it shows. */
  public SealKey keyWithPublicHalfOf(Seals others) {
    return new SealKey(pair.getPrivate(), others.publicKey());
  }

  public ECPublicKey publicKey() {
    return (ECPublicKey) pair.getPublic();
  }

  public SealKeys trusted() {
    return new SealKeys(List.of(publicKey()));
  }
}
