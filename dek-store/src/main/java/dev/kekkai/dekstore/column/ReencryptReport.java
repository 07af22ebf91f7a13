package dev.kekkai.dekstore.column;

import dev.kekkai.dekstore.DekRecord;
import java.util.List;

/**
 * What a re-encryption did, and under which DEK versions the column is then.
 *
 * @param changed tokens that were encrypted anew
 * @param failed tokens that don't decrypt, and stay
 * @param left other tokens under older versions: others held their rows, or wrote them meanwhile
 * @param examples the first few of those, by key; no values
 * @param uses what the column's tokens are under, the most used first
 * @param unused versions of the column's DEK that no token of it is under, the active one left out
 */
public record ReencryptReport(
    long changed,
    long failed,
    long left,
    List<String> examples,
    List<DekUse> uses,
    List<DekRecord> unused) {

  /**
   * Copies the lists.
   *
   * @param changed tokens that were encrypted anew
   * @param failed tokens that don't decrypt
   * @param left other tokens under older versions
   * @param examples the first few of those
   * @param uses what the column's tokens are under
   * @param unused versions that no token is under
   */
  public ReencryptReport {
    examples = List.copyOf(examples);
    uses = List.copyOf(uses);
    unused = List.copyOf(unused);
  }
}
