package dev.kekkai.keyserver.audit.witness;

import dev.kekkai.keyserver.audit.format.SignedSeal;
import java.io.IOException;
import java.util.List;

/** One way out of the host for seals. For one thread; only {@link #close} may come from another. */
interface SealSink extends AutoCloseable {
  /** For people; no secrets. */
  String name();

  /**
   * Gives seals away, in order. When it fails, all of them come again: a witness may show a seal
   * twice.
   */
  void send(List<SignedSeal> seals) throws IOException, InterruptedException;

  @Override
  void close();
}
