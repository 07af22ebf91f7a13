package dev.kekkai.benchmarks.contender;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM through {@code Cipher} as a careful application does it: one Cipher per thread, kept;
 * results into a buffer that is kept too. The same for every JCA provider.
 */
final class GcmWorks {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int TAG_BITS = Message.TAG_BYTES * Byte.SIZE;

  private final Provider provider;
  private final SecretKey key;

  GcmWorks(Provider provider, SecretKey key) {
    this.provider = provider;
    this.key = key;
  }

  Optional<Work> work(Operation operation, int bytes) throws GeneralSecurityException {
    Message m = new Message(bytes);
    Cipher cipher = Cipher.getInstance(TRANSFORMATION, provider);
    return switch (operation) {
      case ENCRYPT -> Optional.of(freshNonce(cipher, m));
      case ENCRYPT_IV -> Optional.of(givenIv(cipher, m));
      case DECRYPT -> Optional.of(decryption(cipher, m));
      case ENCRYPT_DIRECT -> Optional.of(new DirectWorks(cipher, key, m).encryption());
      case DECRYPT_DIRECT -> Optional.of(new DirectWorks(cipher, key, m).decryption());
      default -> Optional.empty();
    };
  }

  private Work freshNonce(Cipher cipher, Message m) throws GeneralSecurityException {
    Work work =
        () -> {
          cipher.init(Cipher.ENCRYPT_MODE, key);
          cipher.updateAAD(m.aad);
          return cipher.doFinal(m.plain, 0, m.plain.length, m.out, 0);
        };
    prove(work, cipher, m);
    return work;
  }

  private Work givenIv(Cipher cipher, Message m) throws GeneralSecurityException {
    Work work = () -> encrypt(cipher, m, m.out);
    prove(work, cipher, m);
    return work;
  }

  private int encrypt(Cipher cipher, Message m, byte[] out) throws GeneralSecurityException {
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, m.nextIv()));
    cipher.updateAAD(m.aad);
    return cipher.doFinal(m.plain, 0, m.plain.length, out, 0);
  }

  private Work decryption(Cipher cipher, Message m) throws GeneralSecurityException {
    encrypt(cipher, m, m.sealed);
    byte[] iv = cipher.getIV().clone();
    m.requirePlain(m.out, decrypt(cipher, iv, m));
    return () -> decrypt(cipher, iv, m);
  }

  private int decrypt(Cipher cipher, byte[] iv, Message m) throws GeneralSecurityException {
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(m.aad);
    return cipher.doFinal(m.sealed, 0, m.sealed.length, m.out, 0);
  }

  private void prove(Work encryption, Cipher cipher, Message m) throws GeneralSecurityException {
    try {
      encryption.call();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new GeneralSecurityException(e);
    }
    System.arraycopy(m.out, 0, m.sealed, 0, m.sealed.length);
    m.requirePlain(m.out, decrypt(cipher, cipher.getIV(), m));
  }
}
