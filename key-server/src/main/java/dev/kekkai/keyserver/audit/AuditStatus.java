package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.witness.WitnessStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the audit log is, for health and metrics.
 *
 * @param trouble why nothing can be written at present; null when all is well
 * @param chain the chain that is being written
 * @param sequence the last entry that is durable; 0 for none
 * @param sealedSequence the last entry of it that is under a stored seal
 * @param unsealedAge how old the first entry without a seal is; zero when there is none
 * @param waiting entries that wait to be written
 * @param written entries written by this server since it started
 * @param commits commits that wrote them
 * @param seals seals made since the start
 * @param refused calls that were turned away since the start
 * @param witnesses the witnesses, in the order they were given
 */
public record AuditStatus(
    @Nullable String trouble,
    UUID chain,
    long sequence,
    long sealedSequence,
    Duration unsealedAge,
    int waiting,
    long written,
    long commits,
    long seals,
    long refused,
    List<WitnessStatus> witnesses) {

  /**
   * Copies the list.
   *
   * @param trouble as the record says
   * @param chain as the record says
   * @param sequence as the record says
   * @param sealedSequence as the record says
   * @param unsealedAge as the record says
   * @param waiting as the record says
   * @param written as the record says
   * @param commits as the record says
   * @param seals as the record says
   * @param refused as the record says
   * @param witnesses as the record says
   */
  public AuditStatus {
    witnesses = List.copyOf(witnesses);
  }
}
