package dev.kekkai.provider.audit;

import dev.kekkai.provider.keys.KeyObject;
import dev.kekkai.provider.keys.KeyRule;
import dev.kekkai.provider.keys.KeyViolation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A key on the token, and what was found of it. Filled by the audit, by one thread. */
public final class AuditedKey {
  private final KeyObject key;
  private final List<Finding> findings = new ArrayList<>();
  private final SortedSet<String> unknown = new TreeSet<>();

  private final SortedSet<KeyRule> accepted = new TreeSet<>();
  private String adoptionTrouble = "";

  AuditedKey(KeyObject key) {
    this.key = key;
  }

  /**
   * The key.
   *
   * @return as the token describes it
   */
  public KeyObject key() {
    return key;
  }

  /**
   * What breaks a rule.
   *
   * @return worst first, each rule once
   */
  public List<Finding> findings() {
    return findings.stream()
        .sorted(Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::rule))
        .toList();
  }

  /**
   * Rules that the key breaks and that a person accepted when it was adopted.
   *
   * @return in the order of the rules; empty for a key that was not adopted
   */
  public SortedSet<KeyRule> accepted() {
    return new TreeSet<>(accepted);
  }

  /**
   * Attributes that the module doesn't tell, so that nobody can check what hangs on them.
   *
   * @return their names, in order
   */
  public SortedSet<String> notChecked() {
    return new TreeSet<>(unknown);
  }

  /**
   * Adds a finding; of a rule that is broken in more than one way, what was found is put together.
   *
   * @param finding the finding
   */
  public void add(Finding finding) {
    Optional<Finding> same =
        findings.stream().filter(known -> known.rule() == finding.rule()).findFirst();
    same.ifPresent(findings::remove);
    findings.add(same.map(known -> joined(known, finding)).orElse(finding));
  }

  private static Finding joined(Finding known, Finding more) {
    return known.found().contains(more.found())
        ? known
        : new Finding(
            known.rule(),
            known.severity(),
            String.format(Locale.ROOT, "%s; %s", known.found(), more.found()),
            known.attack());
  }

  void add(KeyRule rule, String found) {
    add(new Finding(rule, found));
  }

  void accept(KeyRule rule) {
    accepted.add(rule);
  }

  /**
   * Why it could not be told whether a person accepted what the key breaks. Those rules are no
   * findings then, nor {@link #accepted}.
   *
   * @return the trouble, which is not the key's, and the rules; empty when there was none
   */
  public String adoptionTrouble() {
    return adoptionTrouble;
  }

  void adoptionNotChecked(List<KeyViolation> violations, String trouble) {
    String rules =
        violations.stream().map(v -> v.rule().id()).distinct().collect(Collectors.joining(", "));
    adoptionTrouble = String.format(Locale.ROOT, "%s (%s): %s", key.label(), rules, trouble);
  }

  void cannotCheck(String attribute) {
    unknown.add(attribute);
  }

  @Override
  public String toString() {
    return key + " " + findings();
  }
}
