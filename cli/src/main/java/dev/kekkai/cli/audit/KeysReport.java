package dev.kekkai.cli.audit;

import dev.kekkai.cryptoki.TokenInfo;
import dev.kekkai.provider.audit.AuditedKey;
import dev.kekkai.provider.audit.Finding;
import dev.kekkai.provider.keys.NotTaken;
import dev.kekkai.provider.keys.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an audit found.
 *
 * @param token which token
 * @param profile name of the module's profile
 * @param at when
 * @param keys every key on the token
 * @param missing KEK versions that the store has and the token has not
 * @param keks the inventory
 * @param notTaken what Kekkai's keys do without on this module
 * @param storeTrouble why the DEK store, or a KEK of it, was not checked; empty when all was, or
 *     there is none
 */
public record KeysReport(
    TokenInfo token,
    String profile,
    Instant at,
    List<AuditedKey> keys,
    List<Located> missing,
    List<KekEntry> keks,
    List<NotTaken> notTaken,
    String storeTrouble) {

  /**
   * A finding and where.
   *
   * @param label the key's label
   * @param type what it is; empty when it is not on the token
   * @param id CKA_ID in hexadecimal
   * @param finding the finding
   */
  public record Located(String label, String type, String id, Finding finding) {}

  /**
   * Why it is not known of some keys whether a person accepted what they break.
   *
   * @return each key with the rules and the trouble; empty when it is known of all
   */
  public String adoptionTrouble() {
    return keys.stream()
        .map(AuditedKey::adoptionTrouble)
        .filter(trouble -> !trouble.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /**
   * Whether everything could be looked at.
   *
   * @return false where an audit without findings must not end as if there were nothing to find
   */
  public boolean isComplete() {
    return storeTrouble.isEmpty() && adoptionTrouble().isEmpty();
  }

  /**
   * All findings.
   *
   * @return worst first, in order of label among equals
   */
  public List<Located> findings() {
    return Stream.concat(
            keys.stream()
                .flatMap(
                    audited ->
                        audited.findings().stream()
                            .map(
                                finding ->
                                    new Located(
                                        audited.key().label(),
                                        audited.key().type(),
                                        audited.key().id(),
                                        finding))),
            missing.stream())
        .sorted(
            Comparator.comparing((Located located) -> located.finding().severity())
                .reversed()
                .thenComparing(Located::label))
        .toList();
  }

  /**
   * How many findings there are of a severity.
   *
   * @param severity which
   * @return 0 and up
   */
  public long count(Severity severity) {
    return findings().stream().filter(l -> l.finding().severity() == severity).count();
  }

  /**
   * Whether something was found that is as bad as that.
   *
   * @param least the least severity that counts
   * @return whether there is such a finding
   */
  public boolean hasAtLeast(Severity least) {
    return findings().stream().anyMatch(l -> l.finding().severity().compareTo(least) >= 0);
  }
}
