package dev.kekkai.dekstore;

import dev.kekkai.formats.BlindIndex;
import dev.kekkai.formats.EncryptionContext;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.SecretKey;
import javax.security.auth.DestroyFailedException;

/**
 * A blind index with its keys in memory. Thread-safe.
 *
 * @param name its name
 * @param versions all that are searched for, the newest first
 * @param endNanos when they are of age, {@link System#nanoTime()}: a timer may be late
 */
record OpenIndex(String name, List<Version> versions, long endNanos) {

  /** One key: of the active version, or of one that is only searched for. */
  record Version(int number, boolean active, SecretKey key) {
    void wipe() {
      try {
        key.destroy();
      } catch (DestroyFailedException e) {
        throw new IllegalStateException("A key in memory can be wiped", e);
      }
    }

    String of(byte[] value, EncryptionContext context, int bits) throws InvalidKeyException {
      return BlindIndex.of(key, number, context, value, bits).text();
    }
  }

  /** Whether the rows are to be read again. */
  boolean isOver() {
    return System.nanoTime() - endNanos >= 0 || isWiped();
  }

  /** What is stored. */
  String active(byte[] value, EncryptionContext context, int bits) throws InvalidKeyException {
    for (Version version : versions) {
      if (version.active()) {
        return version.of(value, context, bits);
      }
    }
    throw new StoreException("No version of the blind index '" + name + "' is active", null);
  }

  /** What is searched for. */
  List<String> all(byte[] value, EncryptionContext context, int bits) throws InvalidKeyException {
    List<String> all = new ArrayList<>(versions.size());
    for (Version version : versions) {
      all.add(version.of(value, context, bits));
    }
    return List.copyOf(all);
  }

  void wipe() {
    versions.forEach(Version::wipe);
  }

  boolean isWiped() {
    return versions.stream().anyMatch(version -> version.key().isDestroyed());
  }
}
