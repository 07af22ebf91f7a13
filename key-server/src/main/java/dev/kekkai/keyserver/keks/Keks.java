package dev.kekkai.keyserver.keks;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeOpenException;
import dev.kekkai.formats.envelope.SealedEnvelope;

/** What a server does with its KEKs. Thread-safe. */
public interface Keks {
  /**
   * Whether a KEK is one of this server's.
   *
   * @param name without version
   * @return by the configuration, whatever the token has
   */
  boolean serves(String name);

  /**
   * Whether new values are sealed for this version.
   *
   * @param kid such as {@code payments.v3}
   * @return false for an older one, which still opens
   */
  boolean isPrimary(String kid);

  /**
   * Opens an item.
   *
   * @param item what to open; names a KEK that this server serves
   * @param context where it has to belong
   * @return the plaintext, to be wiped by the caller
   * @throws EnvelopeOpenException when it does not open, for whatever reason that is its own
   * @throws KeksUnavailableException when it can't be told, because of the HSM
   */
  byte[] open(SealedEnvelope item, EncryptionContext context)
      throws EnvelopeOpenException, KeksUnavailableException;

  /**
   * Seals a value under the primary version of a KEK.
   *
   * @param name without version
   * @param plaintext neither kept nor changed
   * @param context where it belongs
   * @return the new item
   * @throws KeksUnavailableException when there is no such KEK now
   */
  ResealedItem seal(String name, byte[] plaintext, EncryptionContext context)
      throws KeksUnavailableException;

  /**
   * The KEK set for clients.
   *
   * @return signed and not expired
   * @throws KeksUnavailableException when there is none
   */
  PublishedKeks published() throws KeksUnavailableException;

  /**
   * Whether items can be opened at present. Asks nobody.
   *
   * @return false while the token is away
   */
  boolean isReady();
}
