package dev.kekkai.provider.random;

/** Where entropy comes from. Thread-safe. */
interface SeedSource {

  /**
   * Fresh entropy, for the caller alone.
   *
   * @param length how many bytes
   * @return as many; the caller erases them
   * @throws java.security.ProviderException when it has none; nothing else takes its place
   */
  byte[] seed(int length);
}
