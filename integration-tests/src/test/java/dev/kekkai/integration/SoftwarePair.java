package dev.kekkai.integration;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/** A key pair of somebody without a token. */
public final class SoftwarePair {
  private SoftwarePair() {}

  /** RSA of 2048 bits: the same one in all of this JVM, since making one takes a while. */
  public static KeyPair rsa() {
    return Rsa.PAIR;
  }

  private static final class Rsa {
    static final KeyPair PAIR = make();

    private static KeyPair make() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }
}
