package dev.kekkai.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can say of a client, {@code kekkai-client.properties}, as read: which files
 * there are, not what is in them. At least one of its two parts is there. Immutable and
 * thread-safe.
 *
 * @param source the file, for messages
 * @param sealing what sealing needs; null for a client that only opens
 * @param opening what opening needs; null for one that only seals
 */
public record ClientConfig(String source, @Nullable Sealing sealing, @Nullable Opening opening) {

  /**
   * Reads a file in the syntax of {@link java.util.Properties}, in UTF-8. Relative paths in it
   * start from its folder.
   *
   * @param file the file
   * @return the configuration
   * @throws ClientConfigException with all problems at once
   */
  public static ClientConfig load(Path file) {
    return ClientConfigReader.read(file);
  }

  /**
   * What sealing needs.
   *
   * @param sealKeys {@code seal-key}: files with the public seal keys to believe
   * @param kekSet {@code kek-set}: the file with the last good KEK set; null keeps it in memory
   * @param grace {@code kek-set.grace}: how long an expired set seals on
   */
  public record Sealing(List<Path> sealKeys, @Nullable Path kekSet, Duration grace) {}

  /**
   * What opening needs.
   *
   * @param urls {@code urls}: the key servers, in the order in which they are tried
   * @param identity the client's certificate
   * @param ca {@code ca}: whom to trust
   * @param keyId {@code key-id}: the id of the signing key
   * @param signingKey {@code signing-key}: its file
   * @param deadline {@code deadline}: for one call
   * @param refresh {@code kek-set.refresh}: time between two refreshes of the KEK set; null for
   *     never
   * @param cache {@code cache.*}: null for none
   */
  public record Opening(
      List<URI> urls,
      Identity identity,
      Path ca,
      String keyId,
      Path signingKey,
      Duration deadline,
      @Nullable Duration refresh,
      @Nullable Cache cache) {}

  /** The client's certificate and its key. */
  public sealed interface Identity {

    /**
     * As PEM.
     *
     * @param certificate {@code certificate}
     * @param key {@code key}
     */
    record Pem(Path certificate, Path key) implements Identity {}

    /**
     * As PKCS#12.
     *
     * @param keystore {@code keystore}
     * @param passwordFile {@code keystore.password}: the file with its password
     */
    record Pkcs12(Path keystore, Path passwordFile) implements Identity {}
  }

  /**
   * Bounds of an {@link OpenedCache}.
   *
   * @param entries {@code cache.entries}
   * @param bytes {@code cache.bytes}
   * @param age {@code cache.age}
   */
  public record Cache(int entries, long bytes, Duration age) {}
}
