package dev.kekkai.benchmarks.contender;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM through {@code Cipher} on direct buffers, kept from call to call. */
final class DirectWorks {
  private static final int TAG_BITS = Message.TAG_BYTES * Byte.SIZE;

  private final Cipher cipher;
  private final SecretKey key;
  private final Message m;
  private final ByteBuffer plain;
  private final ByteBuffer sealed;

  /** As large as what is decrypted: some modules want room for the tag too. */
  private final ByteBuffer opened;

  DirectWorks(Cipher cipher, SecretKey key, Message m) {
    this.cipher = cipher;
    this.key = key;
    this.m = m;
    this.plain = ByteBuffer.allocateDirect(m.plain.length).put(m.plain);
    this.sealed = ByteBuffer.allocateDirect(m.sealed.length);
    this.opened = ByteBuffer.allocateDirect(m.sealed.length);
  }

  Work encryption() throws GeneralSecurityException {
    prove();
    return this::encrypt;
  }

  Work decryption() throws GeneralSecurityException {
    byte[] iv = prove();
    return () -> decrypt(iv);
  }

  private int encrypt() throws GeneralSecurityException {
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, m.nextIv()));
    cipher.updateAAD(m.aad);
    return cipher.doFinal(plain.rewind(), sealed.clear());
  }

  private int decrypt(byte[] iv) throws GeneralSecurityException {
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(m.aad);
    return cipher.doFinal(sealed.rewind(), opened.clear());
  }

  /** The IV of what is in {@code sealed} afterwards. */
  private byte[] prove() throws GeneralSecurityException {
    encrypt();
    byte[] iv = cipher.getIV().clone();
    int length = decrypt(iv);
    opened.get(0, m.out, 0, length);
    m.requirePlain(m.out, length);
    return iv;
  }
}
