package dev.kekkai.client;

import dev.kekkai.formats.httpsig.SigningKey;
import dev.kekkai.formats.kekset.SealKeyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Reads the files that a configuration names, with every problem collected. For one thread. */
final class ClientFiles {

  private static final int MAX_PASSWORD_BYTES = 4096;

  private final List<String> problems = new ArrayList<>();

  /** What may go wrong with a file. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException, GeneralSecurityException;
  }

  void throwIfProblems(String source) {
    if (!problems.isEmpty()) {
      throw new ClientConfigException(source, problems);
    }
  }

  /**
   * The KEK sets.
   *
   * @param refreshed whether a key server can bring a set in place of a file that is not fit
   */
  @Nullable KekSetCache keks(ClientConfig.@Nullable Sealing sealing, boolean refreshed) {
    if (sealing == null) {
      return null;
    }
    List<ECPublicKey> pinned = new ArrayList<>();
    for (Path file : sealing.sealKeys()) {
      List<ECPublicKey> keys = reading("seal-key", () -> SealKeyFile.read(file));
      if (keys != null) {
        pinned.addAll(keys);
      }
    }
    if (pinned.isEmpty()) {
      return null;
    }
    KekSetCache.Builder builder = KekSetCache.pinning(pinned).grace(sealing.grace());
    if (sealing.kekSet() != null) {
      builder.file(sealing.kekSet());
    }
    if (refreshed) {
      return builder.buildForRefreshing();
    }
    try {
      return builder.build();
    } catch (KekSetRefusedException e) {
      problems.add(
          "kek-set: "
              + e.getMessage()
              + ". Remove the file, or put a newly signed set in its place");
      return null;
    }
  }

  @Nullable KeyServerClientBuilder opening(
      ClientConfig.@Nullable Opening opening, @Nullable KekSetCache keks) {
    if (opening == null) {
      return null;
    }
    SSLContext tls = tls(opening);
    SigningKey signingKey =
        reading("signing-key", () -> SigningKeyFile.read(opening.keyId(), opening.signingKey()));
    if (tls == null || signingKey == null) {
      return null;
    }
    KeyServerClientBuilder builder =
        KeyServerClient.builder().tls(tls).signingKey(signingKey).deadline(opening.deadline());
    opening.urls().forEach(builder::url);
    ClientConfig.Cache cache = opening.cache();
    if (cache != null) {
      builder.cache(new OpenedCache(cache.entries(), cache.bytes(), cache.age()));
    }
    if (keks != null) {
      builder.keks(keks);
      Duration refresh = opening.refresh();
      if (refresh != null) {
        builder.refreshKeksEvery(refresh);
      }
    }
    return builder;
  }

  private @Nullable SSLContext tls(ClientConfig.Opening opening) {
    if (opening.identity() instanceof ClientConfig.Identity.Pem pem) {
      return reading(
          "certificate, key, ca",
          () -> ClientTls.fromPem(pem.certificate(), pem.key(), opening.ca()));
    }
    ClientConfig.Identity.Pkcs12 p12 = (ClientConfig.Identity.Pkcs12) opening.identity();
    return reading(
        "keystore, ca",
        () -> {
          char[] password = password(p12.passwordFile());
          try {
            return ClientTls.fromPkcs12(p12.keystore(), password, opening.ca());
          } finally {
            Arrays.fill(password, '\0');
          }
        });
  }

  /** The file's text without its last line break; the caller has to wipe it. */
  private static char[] password(Path file) throws IOException {
    byte[] bytes = OwnerOnlyFile.read(file, MAX_PASSWORD_BYTES);
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    Arrays.fill(bytes, (byte) 0);
    int length = decoded.length();
    while (length > 0 && (decoded.get(length - 1) == '\n' || decoded.get(length - 1) == '\r')) {
      length--;
    }
    char[] password = new char[length];
    decoded.get(password);
    Arrays.fill(decoded.array(), '\0');
    return password;
  }

  private <T> @Nullable T reading(String key, Reading<T> reading) {
    try {
      return reading.read();
    } catch (NoSuchFileException e) {
      problems.add(key + ": there is no file " + e.getFile());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      problems.add(key + ": " + e.getMessage());
    }
    return null;
  }
}
