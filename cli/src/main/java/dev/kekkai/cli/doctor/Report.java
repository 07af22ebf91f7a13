package dev.kekkai.cli.doctor;

import dev.kekkai.cli.probe.Examination;
import dev.kekkai.cli.probe.Finding;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.TokenInfo;
import java.util.List;
import java.util.OptionalInt;

/**
 * What doctor found out about a token. Immutable.
 *
 * @param module what the module says of itself
 * @param token what the token says of itself
 * @param binding the native binding
 * @param profile the profile in force
 * @param reason why that one
 * @param findings what was found
 * @param comparison the findings held against the profile
 * @param capabilities what it means
 * @param failures probes that could not be brought to an end
 * @param objectsBefore token objects before
 * @param objectsAfter token objects after
 */
public record Report(
    ModuleInfo module,
    TokenInfo token,
    String binding,
    HsmProfile profile,
    String reason,
    List<Finding> findings,
    Comparison comparison,
    List<Capability> capabilities,
    List<String> failures,
    OptionalInt objectsBefore,
    OptionalInt objectsAfter) {

  /**
   * Copies the lists.
   *
   * @param module what the module says of itself
   * @param token what the token says of itself
   * @param binding the native binding
   * @param profile the profile in force
   * @param reason why that one
   * @param findings what was found
   * @param comparison the findings held against the profile
   * @param capabilities what it means
   * @param failures probes that could not be brought to an end
   * @param objectsBefore token objects before
   * @param objectsAfter token objects after
   */
  public Report {
    findings = List.copyOf(findings);
    capabilities = List.copyOf(capabilities);
    failures = List.copyOf(failures);
  }

  /**
   * Puts one together.
   *
   * @param subject module, token and profile
   * @param examination the probes, run
   * @return the report
   */
  public static Report of(Subject subject, Examination examination) {
    List<Finding> findings = examination.findings().all();
    return new Report(
        subject.module(),
        subject.token(),
        subject.binding(),
        subject.profile(),
        subject.reason(),
        findings,
        Comparison.of(findings, subject.profile()),
        Capabilities.of(examination.findings()),
        examination.failures(),
        examination.objectsBefore(),
        examination.objectsAfter());
  }

  /**
   * Whether as many token objects are there as before.
   *
   * @return true when both were counted and are the same
   */
  public boolean isTokenUnchanged() {
    return objectsBefore.isPresent() && objectsBefore.equals(objectsAfter);
  }

  /**
   * Who was examined.
   *
   * @param module what the module says of itself
   * @param token what the token says of itself
   * @param binding the native binding
   * @param profile the profile in force
   * @param reason why that one
   */
  public record Subject(
      ModuleInfo module, TokenInfo token, String binding, HsmProfile profile, String reason) {}
}
