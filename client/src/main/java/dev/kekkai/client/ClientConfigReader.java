package dev.kekkai.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns settings into a {@link ClientConfig}. */
final class ClientConfigReader {

  private static final Duration DEFAULT_REFRESH = Duration.ofMinutes(15);
  private static final String NEVER = "never";
  private static final int DEFAULT_ENTRIES = 1000;
  private static final long DEFAULT_BYTES = 1024 * 1024;
  private static final List<String> OPENING =
      List.of(
          "ca",
          "certificate",
          "key",
          "keystore",
          "keystore.password",
          "key-id",
          "signing-key",
          "deadline",
          "kek-set.refresh",
          "cache.entries",
          "cache.bytes",
          "cache.age");

  private final ClientSettings settings;
  private final ClientValues values;

  private ClientConfigReader(ClientSettings settings, ClientValues values) {
    this.settings = settings;
    this.values = values;
  }

  static ClientConfig read(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    ClientConfigReader reader =
        new ClientConfigReader(
            ClientSettings.read(absolute), new ClientValues(folder == null ? absolute : folder));
    ClientConfig.Sealing sealing = reader.sealing();
    ClientConfig.Opening opening = reader.opening();
    reader.requireOne();
    reader.settings.finish();
    return new ClientConfig(absolute.toString(), sealing, opening);
  }

  private void requireOne() {
    if (!settings.has("urls") && !settings.has("seal-key")) {
      settings.problem(
          "urls, seal-key", "missing: urls to open items, seal-key to seal them, or both");
    }
    if (settings.has("kek-set") && !settings.has("seal-key")) {
      settings.problem("seal-key", "missing: kek-set is believed only if this key signed it");
    }
    if (settings.has("seal-key") && !settings.has("kek-set") && !settings.has("urls")) {
      settings.problem(
          "kek-set", "missing: without urls the KEK set comes from a file, give its path");
    }
    if (!settings.has("urls")) {
      for (String key : OPENING) {
        if (settings.has(key)) {
          settings.problem(key, "has no effect without urls: add urls, or remove it");
        }
      }
    }
  }

  private ClientConfig.@Nullable Sealing sealing() {
    List<Path> sealKeys = settings.optional("seal-key", values::existingFiles);
    Path kekSet = settings.optional("kek-set", values::path);
    Duration grace =
        settings.optional(
            "kek-set.grace",
            text -> ClientValues.duration(text, Duration.ZERO, Duration.ofDays(3650)),
            KekSetCache.DEFAULT_GRACE);
    return sealKeys == null ? null : new ClientConfig.Sealing(sealKeys, kekSet, grace);
  }

  private ClientConfig.@Nullable Opening opening() {
    List<URI> urls = settings.optional("urls", ClientConfigReader::urls);
    ClientConfig.Identity identity = identity();
    Path ca = opening("ca", values::existingFile, "give the CA of the key servers, PEM");
    String keyId =
        opening("key-id", ClientValues::keyId, "give the id under which the key is registered");
    Path signingKey =
        opening("signing-key", values::existingFile, "give a private key, PKCS#8 in PEM");
    Duration deadline =
        settings.optional(
            "deadline",
            text -> ClientValues.duration(text, Duration.ofMillis(1), Duration.ofHours(1)),
            KeyServerClientBuilder.DEFAULT_DEADLINE);
    Duration refresh = refresh();
    ClientConfig.Cache cache = cache();
    if (urls == null || identity == null || ca == null || keyId == null || signingKey == null) {
      return null; // not wanted, or the problems are noted
    }
    return new ClientConfig.Opening(
        urls, identity, ca, keyId, signingKey, deadline, refresh, cache);
  }

  /** A setting that is required where there are urls. */
  private <T> @Nullable T opening(String key, ClientSettings.Parser<T> parser, String missing) {
    return settings.has("urls")
        ? settings.required(key, parser, missing)
        : settings.optional(key, parser);
  }

  private ClientConfig.@Nullable Identity identity() {
    Path keystore = settings.optional("keystore", values::existingFile);
    Path password = settings.unseen("keystore.password", values::passwordFile);
    if (settings.has("keystore")) {
      for (String key : List.of("certificate", "key")) {
        if (settings.has(key)) {
          settings.problem(key, "either keystore, or certificate and key");
        }
        settings.optional(key, values::path);
      }
      if (!settings.has("keystore.password")) {
        settings.problem("keystore.password", "missing: give file:PATH");
      }
      return keystore == null || password == null
          ? null
          : new ClientConfig.Identity.Pkcs12(keystore, password);
    }
    if (settings.has("keystore.password")) {
      settings.problem("keystore", "missing: there is a password for it");
    }
    Path certificate =
        opening("certificate", values::existingFile, "give this client's certificate, PEM");
    Path key = opening("key", values::existingFile, "give its private key, PKCS#8 in PEM");
    return certificate == null || key == null
        ? null
        : new ClientConfig.Identity.Pem(certificate, key);
  }

  private @Nullable Duration refresh() {
    Duration given =
        settings.optional(
            "kek-set.refresh",
            text ->
                text.equals(NEVER)
                    ? Duration.ZERO
                    : ClientValues.duration(text, Duration.ofSeconds(1), Duration.ofHours(1)),
            DEFAULT_REFRESH);
    return given.isZero() ? null : given;
  }

  private ClientConfig.@Nullable Cache cache() {
    int entries =
        settings.optional(
            "cache.entries",
            text -> Math.toIntExact(ClientValues.number(text, 1, 1_000_000)),
            DEFAULT_ENTRIES);
    long bytes =
        settings.optional(
            "cache.bytes", text -> ClientValues.number(text, 1, 1L << 40), DEFAULT_BYTES);
    Duration age =
        settings.optional(
            "cache.age",
            text -> ClientValues.duration(text, Duration.ofMillis(1), Duration.ofDays(1)));
    if (!settings.has("cache.age")
        && (settings.has("cache.entries") || settings.has("cache.bytes"))) {
      settings.problem("cache.age", "missing: there is no cache without it");
    }
    return age == null ? null : new ClientConfig.Cache(entries, bytes, age);
  }

  private static List<URI> urls(String text) {
    List<URI> urls = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      try {
        urls.add(BaseUrl.require(new URI(part.strip())));
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException("each " + BaseUrl.EXPECTED, e);
      }
    }
    return List.copyOf(urls);
  }
}
