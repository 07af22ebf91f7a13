package dev.kekkai.benchmarks.contender;

import java.util.Optional;

/**
 * One that can be measured: Kekkai in one place, or a peer. It holds its keys; each thread gets its
 * own {@link Work}. Thread-safe.
 */
public interface Contender extends AutoCloseable {
  /**
   * What exactly is measured.
   *
   * @return name and version
   */
  String version();

  /**
   * Sets up one operation for one thread, and proves that it is right: what it encrypts can be
   * decrypted, what it unwraps is the key that was wrapped.
   *
   * @param operation what
   * @param bytes length of a message; ignored where keys are wrapped
   * @return the work; empty when this contender does not offer it
   * @throws Exception when it can't be set up, or gives wrong results
   */
  Optional<Work> work(Operation operation, int bytes) throws Exception;

  @Override
  void close();
}
