package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.registry.Operation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an authenticated client, about one item. It holds no plaintext and no ciphertext.
 *
 * @param time when the server decided
 * @param requestId the request it was part of, the same for all items of a batch
 * @param client the client's id in the registry
 * @param keyId the key that signed the request
 * @param peer the address the request came from
 * @param operation what was asked for
 * @param outcome what became of it
 * @param reason why it was refused or not done, a fixed word; null for what was allowed, and where
 *     the HSM did not do it
 * @param kek the KEK that the item names, {@code payments.v3}; null where it names none that could
 *     be read
 * @param context the parts of the encryption context asked for
 * @param item SHA-256 of the item as it was sent, 64 hexadecimal digits; null where the operation
 *     is about none
 */
public record AuditEvent(
    Instant time,
    String requestId,
    String client,
    String keyId,
    String peer,
    Operation operation,
    Outcome outcome,
    @Nullable String reason,
    @Nullable String kek,
    List<String> context,
    @Nullable String item) {

  /**
   * Copies the context.
   *
   * @param time as the record says
   * @param requestId as the record says
   * @param client as the record says
   * @param keyId as the record says
   * @param peer as the record says
   * @param operation as the record says
   * @param outcome as the record says
   * @param reason as the record says
   * @param kek as the record says
   * @param context as the record says
   * @param item as the record says
   */
  public AuditEvent {
    context = List.copyOf(context);
  }

  /** What became of an attempt. */
  public enum Outcome {
    /** Permitted: written before the token is asked, so there is no decryption without it. */
    ALLOWED,
    /** Not permitted; the token was not asked. */
    REFUSED,
    /** Permitted, but the item did not open. Follows the entry that allowed it. */
    NOT_OPENED,
    /** Permitted, but the token did not answer. Follows the entry that allowed it. */
    UNAVAILABLE
  }
}
