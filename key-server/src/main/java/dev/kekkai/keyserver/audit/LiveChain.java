package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.Bytes;
import java.util.UUID;

/** A chain that this server began. */
final class LiveChain {
  private final UUID id;
  private final Bytes start;
  private long nextSeal;

  /** One whose start is sealed. */
  LiveChain(UUID id, Bytes start) {
    this.id = id;
    this.start = start;
    this.nextSeal = 1;
  }

  UUID id() {
    return id;
  }

  /** The head before any entry. */
  Bytes start() {
    return start;
  }

  /** For the sealer's thread alone. */
  long nextSeal() {
    return nextSeal;
  }

  /** For the sealer's thread alone: a seal of that number exists now. */
  void sealMade() {
    nextSeal++;
  }
}
