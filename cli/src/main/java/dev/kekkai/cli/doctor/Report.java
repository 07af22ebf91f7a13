package dev.kekkai.cli.doctor;

import dev.kekkai.cli.probe.Examination;
import dev.kekkai.cli.probe.Finding;
import dev.kekkai.cli.probe.Findings;
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
 * @param unfinished what the probes were about in which the module ended its process or hung, the
 *     one first, and those that did not come to it; empty when all came to their end
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
    OptionalInt objectsAfter,
    List<String> unfinished) {

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
   * @param unfinished what the probes without findings were about
   */
  public Report {
    findings = List.copyOf(findings);
    capabilities = List.copyOf(capabilities);
    failures = List.copyOf(failures);
    unfinished = List.copyOf(unfinished);
  }

  /**
   * Puts one together.
   *
   * @param subject module, token and profile
   * @param examination the probes, run
   * @return the report
   */
  public static Report of(Subject subject, Examination examination) {
    return of(
        subject,
        examination.findings().all(),
        examination.failures(),
        examination.objectsBefore(),
        examination.objectsAfter(),
        List.of());
  }

  /**
   * Puts one together of what is left of an examination.
   *
   * @param subject module, token and profile
   * @param findings what was found by probes that came to their end
   * @param failures probes that could not be brought to an end
   * @param objectsBefore token objects before
   * @param objectsAfter token objects after
   * @param unfinished what the other probes were about
   * @return the report
   */
  public static Report of(
      Subject subject,
      List<Finding> findings,
      List<String> failures,
      OptionalInt objectsBefore,
      OptionalInt objectsAfter,
      List<String> unfinished) {
    return new Report(
        subject.module(),
        subject.token(),
        subject.binding(),
        subject.profile(),
        subject.reason(),
        findings,
        Comparison.of(findings, subject.profile()),
        Capabilities.of(Findings.of(findings), unfinished),
        failures,
        objectsBefore,
        objectsAfter,
        unfinished);
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
