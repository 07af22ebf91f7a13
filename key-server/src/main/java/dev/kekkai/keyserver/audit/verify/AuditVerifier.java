package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.format.SealKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Verifies audit logs: finds entries, seals and chains that were changed, removed, added or moved
 * by somebody who has no seal key, and says what nothing protects. Needs the public seal keys and
 * nothing of the server. Memory does not grow with the number of entries; it takes 8 bytes for each
 * seal of the witness, and some hundred for each chain. Immutable and thread-safe.
 */
public final class AuditVerifier {
  private final SealKeys keys;

  /**
   * With the keys to trust.
   *
   * @param keys the public seal keys, from a source that whoever writes the database can't change
   */
  public AuditVerifier(SealKeys keys) {
    this.keys = keys;
  }

  /**
   * Verifies a log.
   *
   * @param source the whole log: of a part, the rest is found missing
   * @param witnesses files with seals as a witness got them, read before the log is opened, so that
   *     servers may go on writing; empty for none
   * @return what was found
   * @throws IOException when log or witness can't be read
   */
  public AuditReport verify(AuditSource source, List<Path> witnesses) throws IOException {
    WitnessIndex witness = WitnessIndex.read(witnesses);
    Pass pass = new Pass(keys, witness);
    try (AuditReader reader = source.open()) {
      for (AuditItem item = reader.next(); item != null; item = reader.next()) {
        pass.item(item);
      }
    }
    return pass.finish();
  }
}
