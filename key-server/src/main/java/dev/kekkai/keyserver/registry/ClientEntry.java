package dev.kekkai.keyserver.registry;

import dev.kekkai.formats.EncryptionContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client as the document has it. Immutable.
 *
 * @param id its id
 * @param certificates its TLS certificates, at least one
 * @param keys what it signs requests with, by key id, at least one
 * @param operations what it may ask for, at least one
 * @param keks the names of the KEKs it may use; none for a client that reads the audit log
 * @param contexts what a context has to begin with, one of them; a prefix without parts allows all
 * @param quotas for each of its KEKs
 * @param notBefore from when on it may; null for always
 * @param expires from when on it may no longer; null for never
 */
public record ClientEntry(
    String id,
    Set<CertificatePin> certificates,
    Map<String, RegisteredClient.Key> keys,
    Set<Operation> operations,
    Set<String> keks,
    List<List<String>> contexts,
    Map<String, Quota> quotas,
    @Nullable Instant notBefore,
    @Nullable Instant expires) {

  /**
   * Copies what is mutable.
   *
   * @param id its id
   * @param certificates its TLS certificates
   * @param keys what it signs requests with, by key id
   * @param operations what it may ask for
   * @param keks the names of the KEKs it may use
   * @param contexts what a context has to begin with
   * @param quotas for each of its KEKs
   * @param notBefore from when on it may
   * @param expires from when on it may no longer
   */
  public ClientEntry {
    certificates = Set.copyOf(certificates);
    keys = Map.copyOf(keys);
    operations = Set.copyOf(operations);
    keks = Set.copyOf(keks);
    contexts = contexts.stream().map(List::copyOf).toList();
    quotas = Map.copyOf(quotas);
  }

  /** Why it may not do something at all, its suspension aside. */
  Optional<String> refusal(Operation operation, Instant now) {
    Optional<String> date = dateProblem(now);
    if (date.isPresent()) {
      return date;
    }
    return operations.contains(operation) ? Optional.empty() : Optional.of("operation");
  }

  /** Why it may not ask for something, its suspension aside. */
  Optional<String> refusal(
      Operation operation, String kekName, EncryptionContext context, Instant now) {
    Optional<String> always = refusal(operation, now);
    if (always.isPresent()) {
      return always;
    }
    if (!keks.contains(kekName)) {
      return Optional.of("kek");
    }
    return mayUse(context.parts()) ? Optional.empty() : Optional.of("context");
  }

  /** Why it may nothing at a time. */
  Optional<String> dateProblem(Instant now) {
    if (notBefore != null && now.isBefore(notBefore)) {
      return Optional.of("not-yet-valid");
    }
    return expires != null && !now.isBefore(expires) ? Optional.of("expired") : Optional.empty();
  }

  private boolean mayUse(List<String> parts) {
    for (List<String> prefix : contexts) {
      if (parts.size() >= prefix.size() && parts.subList(0, prefix.size()).equals(prefix)) {
        return true;
      }
    }
    return false;
  }
}
