package dev.kekkai.integration.survive;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldCipher;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.BadBlobException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * One caller who has nothing but bad input: tags, wrapped keys, field tokens and points that are
 * wrong, so many a second. Every answer is looked at: it must be the refusal of bad input. For
 * comparison it sends the same with nothing wrong in it.
 */
final class HostileCaller {
  private static final EncryptionContext CARD = EncryptionContext.of("card");

  private final int rsaEvery;
  private final Cipher gcm;
  private final SecretKey dek;
  private final byte[] iv;
  private final byte[] sealed;
  private final Cipher keyWrap;
  private final byte[] blob;
  private final Cipher oaep;
  private final byte[] oaepBlob;
  private final FieldCipher fields;
  private final UUID dekId = UUID.randomUUID();
  private final byte[] token;
  private final KeyAgreement ecdh;
  private final ECPublicKey onCurve;
  private final ECPublicKey offCurve;
  private long sent;

  /**
   * Under keys that are there.
   *
   * @param rsaEvery one in so many is an RSA-OAEP blob, which costs a hundred times what others do
   */
  HostileCaller(KekkaiProvider provider, HostileKeys keys, int rsaEvery) throws Exception {
    this.rsaEvery = rsaEvery;
    dek = generate(provider, keys);
    gcm = Cipher.getInstance("AES/GCM/NoPadding", provider);
    gcm.init(Cipher.ENCRYPT_MODE, dek);
    sealed = gcm.doFinal(new byte[64]);
    iv = gcm.getIV();
    keyWrap = Cipher.getInstance("AES/KW/NoPadding", provider);
    keyWrap.init(Cipher.WRAP_MODE, keys.aesKek());
    blob = keyWrap.wrap(dek);
    keyWrap.init(Cipher.UNWRAP_MODE, keys.aesKek());
    oaep = Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
    oaep.init(Cipher.WRAP_MODE, keys.rsaKek().getPublic(), HostileKeys.SHA1);
    oaepBlob = oaep.wrap(dek);
    oaep.init(Cipher.UNWRAP_MODE, keys.rsaKek().getPrivate(), HostileKeys.SHA1);
    fields = FieldCipher.with(provider);
    token = fields.encrypt(dek, dekId, new byte[16], CARD);
    ecdh = KeyAgreement.getInstance("ECDH", provider);
    ecdh.init(keys.ecKek().getPrivate());
    onCurve = (ECPublicKey) keys.ecKek().getPublic();
    offCurve = new OffCurve(onCurve.getParams());
  }

  private static SecretKey generate(KekkaiProvider provider, HostileKeys keys) throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(DekSpec.under(keys.aesAlias()));
    return generator.generateKey();
  }

  /** How many were sent and answered as they should be so far. */
  long sent() {
    return sent;
  }

  /** Sends for a time, in bursts that keep the rate. */
  void send(boolean good, int perSecond, long nanos) throws Exception {
    long start = System.nanoTime();
    long first = sent;
    for (long now = start; now - start < nanos; now = System.nanoTime()) {
      if (sent - first <= (now - start) / 1000 * perSecond / 1_000_000) {
        one(good);
      } else {
        LockSupport.parkNanos(200_000);
      }
    }
  }

  private void one(boolean good) throws Exception {
    long number = sent++;
    if (number % rsaEvery == rsaEvery - 1) {
      oaepBlob(good);
      return;
    }
    switch ((int) (number % 4)) {
      case 0 -> tag(good);
      case 1 -> blob(good);
      case 2 -> field(good);
      default -> point(good);
    }
  }

  void tag(boolean good) throws Exception {
    gcm.init(Cipher.DECRYPT_MODE, dek, new GCMParameterSpec(128, iv));
    expect(good, AEADBadTagException.class, null, () -> gcm.doFinal(made(good, sealed)));
  }

  void blob(boolean good) throws Exception {
    unwrap(keyWrap, good, blob);
  }

  void oaepBlob(boolean good) throws Exception {
    unwrap(oaep, good, oaepBlob);
  }

  private static void unwrap(Cipher cipher, boolean good, byte[] right) throws Exception {
    byte[] wrapped = made(good, right);
    expect(
        good,
        InvalidKeyException.class,
        BadBlobException.TEXT,
        () -> ((SecretKey) cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY)).destroy());
  }

  void field(boolean good) throws Exception {
    expect(
        good,
        FieldDecryptionException.class,
        null,
        () -> fields.decrypt(dek, dekId, made(good, token), CARD));
  }

  void point(boolean good) throws Exception {
    expect(
        good,
        InvalidKeyException.class,
        "The other side's key is no point of the curve",
        () -> ecdh.doPhase(good ? onCurve : offCurve, true));
  }

  private static byte[] made(boolean good, byte[] right) {
    byte[] bytes = right.clone();
    if (!good) {
      bytes[bytes.length - 1] ^= 1;
    }
    return bytes;
  }

  private static void expect(
      boolean good, Class<? extends Exception> refusal, @Nullable String text, Call call)
      throws Exception {
    try {
      call.run();
    } catch (Exception e) {
      if (!good && refusal.isInstance(e) && (text == null || text.equals(e.getMessage()))) {
        return;
      }
      throw e;
    }
    if (!good) {
      throw new AssertionError("bad input was taken");
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  /** A key that anybody can make up; SunEC's own classes would refuse to. */
  private record OffCurve(ECParameterSpec curve) implements ECPublicKey {
    private static final long serialVersionUID = 1L;

    @Override
    public ECPoint getW() {
      return new ECPoint(BigInteger.TWO, BigInteger.TEN);
    }

    @Override
    public ECParameterSpec getParams() {
      return curve;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return "none";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }
}
