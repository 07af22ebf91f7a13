package dev.kekkai.provider.keys;

import dev.kekkai.config.BulkMode;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.bulk.BulkEngine;
import dev.kekkai.provider.bulk.BulkKey;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A DEK without a token: an engine of SunJCE's, so that a Cipher can be tested by itself. */
public final class InMemoryDek implements BulkEngine {
  /** The key, for comparison with other providers. */
  public final SecretKey key;

  /** How many keys were wiped. */
  public final AtomicInteger wiped = new AtomicInteger();

  public InMemoryDek(byte[] value) {
    key = new SecretKeySpec(value, "AES");
  }

  /** How many keys were made. */
  public final AtomicInteger made = new AtomicInteger();

  public DekKey open(TokenSource source, byte blobByte, long maxUses) throws TokenException {
    return open(source, blobByte, new DekPolicy(BulkMode.SOFTWARE, Duration.ofHours(1), maxUses));
  }

  public DekKey open(TokenSource source, byte blobByte, DekPolicy policy) throws TokenException {
    TokenKey kek =
        new TokenKey(
            new KekRef("payments", 1),
            KeyKind.AES_KEK,
            new byte[16],
            256,
            new ObjectHandle(1, 0, 1),
            null,
            false);
    byte[] blob = new byte[40];
    blob[0] = blobByte;
    WrappedDek wrapped = new WrappedDek(kek.ref(), WrapMethod.RFC3394, blob);
    CurrentKey current = new CurrentKey(ConcurrentHashMap.newKeySet());
    return new DekKey(
        source,
        DekHandle.open(wrapped, policy, this, new Material(wrapped, kek), current, source.watch()));
  }

  private final class Material implements DekMaterial {
    private final WrappedDek wrapped;
    private final TokenKey kek;

    Material(WrappedDek wrapped, TokenKey kek) {
      this.wrapped = wrapped;
      this.kek = kek;
    }

    @Override
    public BulkKey get() {
      return materialise(wrapped, kek);
    }

    @Override
    public void requireUsable() {}

    @Override
    public Duration deadline() {
      return Duration.ofSeconds(10);
    }
  }

  @Override
  public BulkKey materialise(WrappedDek wrapped, TokenKey kek) {
    made.incrementAndGet();
    return new Key();
  }

  @Override
  public String describe() {
    return "in this test";
  }

  private final class Key implements BulkKey {
    @Override
    public int encrypt(
        byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
        throws TokenException {
      try {
        return run(Cipher.ENCRYPT_MODE, iv, aad, in, inOffset, inLength, out, outOffset);
      } catch (GeneralSecurityException e) {
        throw new TokenException("test engine", false, e);
      }
    }

    @Override
    public int decrypt(
        byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
        throws TokenException, AEADBadTagException {
      try {
        return run(Cipher.DECRYPT_MODE, iv, aad, in, inOffset, inLength, out, outOffset);
      } catch (AEADBadTagException e) {
        throw new AEADBadTagException(BAD_CIPHERTEXT);
      } catch (GeneralSecurityException e) {
        throw new TokenException("test engine", false, e);
      }
    }

    /** Reads and writes byte by byte, so that output ahead of its input would spoil the result. */
    private int run(
        int mode,
        byte[] iv,
        byte[] aad,
        byte[] in,
        int inOffset,
        int inLength,
        byte[] out,
        int outOffset)
        throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
      cipher.init(mode, key, new GCMParameterSpec(128, iv));
      cipher.updateAAD(aad);
      byte[] result = cipher.doFinal(in, inOffset, inLength);
      int common = Math.min(inLength, result.length);
      byte[] keystream = new byte[common];
      for (int i = 0; i < common; i++) {
        keystream[i] = (byte) (result[i] ^ in[inOffset + i]);
      }
      for (int i = 0; i < common; i++) {
        out[outOffset + i] = (byte) (in[inOffset + i] ^ keystream[i]);
      }
      System.arraycopy(result, common, out, outOffset + common, result.length - common);
      return result.length;
    }

    @Override
    public void wipe() {
      wiped.incrementAndGet();
    }
  }
}
