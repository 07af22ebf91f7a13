package dev.kekkai.formats.envelope;

import dev.kekkai.formats.EncryptionContext;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.DestroyFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Opens envelopes with one private KEK, which may be opaque, in an HSM.
 *
 * <p>Whatever is wrong with an envelope, the work is the same: one operation of the private key,
 * then one decryption of the content, under a key of our own where there is none of the envelope's
 * (RFC 7516, section 11.5); the context is compared last. So neither the answer nor, within the
 * precision of a network, its time says what was wrong.
 *
 * <p>Z, the wrapping key and the DEK are wiped, with the copies that the JDK's ciphers keep of
 * them. What stays in the heap until it is overwritten: the key schedules of the JDK's AES; an
 * array that the collector moved while it was in use; and the DEK where a software RSA key unwraps
 * it, since the JDK's {@code SecretKeySpec} can't be wiped.
 *
 * <p>Thread-safe. Keeps the private key and nothing of an envelope.
 */
public final class EnvelopeOpener {
  private final KeyRecovery recovery;
  private final @Nullable Provider provider;

  /** What is decrypted with when an envelope has no DEK for this KEK; known to nobody. */
  private final SecretKey stranger;

  /**
   * Leaves the choice of provider to JCA, which takes the first one that accepts the key. For an
   * opaque key its provider has to be registered; last is best.
   *
   * @param kek an RSA or EC private key, with the interface {@code RSAKey} or {@code ECKey}
   * @throws IllegalArgumentException when it is of another kind, or on another curve than P-256,
   *     P-384 or P-521
   */
  public EnvelopeOpener(PrivateKey kek) {
    this(null, kek);
  }

  /**
   * Uses one provider, registered or not, for the private key, and for a DEK that it keeps to
   * itself. What needs no key of an HSM is left to JCA's choice.
   *
   * @param kek an RSA or EC private key, with the interface {@code RSAKey} or {@code ECKey}
   * @param provider the key's; it has to offer {@code RSA/ECB/OAEPWithSHA-256AndMGF1Padding} or
   *     {@code ECDH}
   * @throws IllegalArgumentException when the key is of another kind, or on another curve than
   *     P-256, P-384 or P-521
   */
  public EnvelopeOpener(PrivateKey kek, Provider provider) {
    this(Objects.requireNonNull(provider, "provider"), kek);
  }

  private EnvelopeOpener(@Nullable Provider provider, PrivateKey kek) {
    this.recovery = KeyRecovery.of(kek, provider);
    this.provider = provider;
    this.stranger = new SecretKeySpec(WipeableKey.randomBytes(SealedEnvelope.DEK_BYTES), "AES");
  }

  /**
   * Opens an envelope. Which KEK it names is not looked at: whoever has several chooses by {@link
   * SealedEnvelope#kid()}, and tries that one only.
   *
   * @param envelope the envelope
   * @param expected where the value has to belong
   * @return the plaintext, an array of the caller's own, to be wiped after use
   * @throws EnvelopeOpenException when it does not open, for whatever reason
   * @throws java.security.ProviderException when the HSM failed, or no provider takes the private
   *     key, which says nothing about the envelope; what a provider threw comes unchanged
   */
  public byte[] open(SealedEnvelope envelope, EncryptionContext expected)
      throws EnvelopeOpenException {
    Objects.requireNonNull(expected, "expected");
    SecretKey dek = recovery.recover(envelope);
    byte[] plaintext;
    try {
      plaintext = ContentCipher.decrypt(dek == null ? stranger : dek, provider, envelope);
    } finally {
      destroy(dek);
    }
    boolean belongs = envelope.context().equals(expected);
    if (dek != null && plaintext != null && belongs) {
      return plaintext;
    }
    if (plaintext != null) {
      Arrays.fill(plaintext, (byte) 0);
    }
    throw new EnvelopeOpenException();
  }

  private static void destroy(@Nullable SecretKey dek) {
    try {
      if (dek != null) {
        dek.destroy();
      }
    } catch (DestroyFailedException e) {
      // An opaque key of a provider that can't; its value never was in this process.
    }
  }
}
