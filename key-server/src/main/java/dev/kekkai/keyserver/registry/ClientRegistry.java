package dev.kekkai.keyserver.registry;

import java.util.Optional;

/** Who is known. Answers from memory; changes made in the database show within a second. */
public interface ClientRegistry {
  /**
   * The client that a signature's key id belongs to.
   *
   * @param keyId as in the signature's parameters
   * @return empty when nobody has it
   * @throws RegistryUnavailableException when what is known is too old to go by
   */
  Optional<RegisteredClient> byKeyId(String keyId);

  /**
   * Suspends a client at every server, until an administrator resumes it: in this process at once,
   * elsewhere within a second. Durable when it returns.
   *
   * @param client its id
   * @param reason for people
   * @throws RegistryUnavailableException when the database does not answer; then the client is
   *     suspended in this process all the same, and everywhere once the database is back
   */
  void suspend(String client, String reason);
}
