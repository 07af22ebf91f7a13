package dev.kekkai.provider.random;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;

/**
 * The operating system's generator: /dev/urandom, read for each seed without a buffer between, or
 * what the platform has instead. Thread-safe.
 */
final class OsSeed implements SeedSource {
  /** By their standard names in the JDK: Unix, Windows. */
  private static final List<String> NATIVE = List.of("NativePRNGNonBlocking", "Windows-PRNG");

  private final SecureRandom system = system();

  @Override
  public byte[] seed(int length) {
    return system.generateSeed(length);
  }

  private static SecureRandom system() {
    for (String name : NATIVE) {
      try {
        return SecureRandom.getInstance(name);
      } catch (NoSuchAlgorithmException e) {
        // Another platform.
      }
    }
    return new SecureRandom();
  }
}
