package dev.kekkai.keyserver.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.audit.Seals;
import dev.kekkai.keyserver.audit.format.AuditLogVectors;
import dev.kekkai.keyserver.audit.format.SealKeys;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example's lines: 0 and 1 are the chains, 2 the seal over the start of the first, 3 to 5 its
 * entries, 6 a regular seal, 7 the end, 8 the seal over the start of the second.
 */
class AuditVerifierTest {
  private static final Provider REMEMBERED = new RememberedSignatures();

  @TempDir private Path folder;
  private List<String> lines;

  @BeforeAll
  static void remember() {
    Security.insertProviderAt(REMEMBERED, 1);
  }

  @AfterAll
  static void forget() {
    Security.removeProvider(REMEMBERED.getName());
  }

  @BeforeEach
  void read() throws Exception {
    lines = new ArrayList<>(Files.readAllLines(AuditLogVectors.EXPORT));
  }

  @Test
  void an_entry_that_was_edited_is_named() throws Exception {
    lines.set(4, lines.get(4).replace("\"client\":\"shop\"", "\"client\":\"mall\""));
    AuditReport report = verify();
    assertThat(report.findings()).hasSize(1);
    assertFirst(report, Finding.Kind.ENTRY_CHANGED, 2);
    assertThat(report.first().orElseThrow().line())
        .isEqualTo(
            "chain 0198c0de-0000-4000-8000-000000000001, entry 2: ENTRY_CHANGED: its bytes do not"
                + " give its hash: it was changed, or a hash was");
  }

  @Test
  void an_entry_that_was_removed_is_named() throws Exception {
    lines.remove(4);
    AuditReport report = verify();
    assertThat(report.findings()).hasSize(1);
    assertFirst(report, Finding.Kind.ENTRY_MISSING, 2);
    assertThat(report.first().orElseThrow().detail()).isEqualTo("entries 2 to 2 are missing");
  }

  @Test
  void entries_out_of_their_order_are_named() throws Exception {
    Collections.swap(lines, 4, 5);
    assertFirst(verify(), Finding.Kind.ENTRY_MISSING, 2);
  }

  @Test
  void an_entry_that_is_there_twice_is_named() throws Exception {
    lines.add(5, lines.get(4));
    assertFirst(verify(), Finding.Kind.OUT_OF_ORDER, 2);
  }

  @Test
  void an_entry_after_the_end_is_named() throws Exception {
    lines.add(8, lines.get(5).replace("\"sequence\":3", "\"sequence\":4"));
    assertThat(verify().findings())
        .extracting(Finding::kind)
        .contains(Finding.Kind.OUT_OF_ORDER, Finding.Kind.ENTRY_CHANGED);
  }

  @Test
  void a_seal_that_was_edited_is_named() throws Exception {
    lines.set(6, lines.get(6).replace("10:15:32Z", "10:15:33Z"));
    AuditReport report = verify();
    assertThat(report.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.SEAL_FORGED);
              assertThat(finding.detail())
                  .isEqualTo("seal 1 has a signature that its key did not make");
            });
  }

  @Test
  void a_seal_that_was_removed_is_named_when_others_follow() throws Exception {
    lines.remove(6);
    assertFirst(verify(), Finding.Kind.SEAL_MISSING, 0);
  }

  @Test
  void a_seal_in_another_place_than_its_own_is_named() throws Exception {
    Collections.swap(lines, 5, 6);
    assertThat(verify().findings()).extracting(Finding::kind).contains(Finding.Kind.ENTRY_MISSING);
  }

  @Test
  void a_chain_whose_beginning_is_removed_is_named() throws Exception {
    lines.remove(0);
    assertThat(verify().findings()).extracting(Finding::kind).contains(Finding.Kind.CHAIN_MISSING);
  }

  @Test
  void a_whole_chain_that_was_removed_is_named_by_the_one_after_it() throws Exception {
    lines.subList(2, 8).clear();
    lines.remove(0);
    AuditReport report = verify();
    assertFirst(report, Finding.Kind.CHAIN_MISSING, 0);
    assertThat(report.first().orElseThrow().detail())
        .isEqualTo("the chains numbered 1 to 1, before it, are missing");
  }

  @Test
  void a_line_that_is_cut_short_is_named() throws Exception {
    lines.set(5, lines.get(5).substring(0, 50));
    assertThat(verify().findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREADABLE);
              assertThat(finding.detail()).isEqualTo("line 6 is not JSON");
            });
  }

  @Test
  void every_character_that_is_changed_is_found() throws Exception {
    List<String> original = List.copyOf(lines);
    for (int line = 0; line < original.size(); line++) {
      String text = original.get(line);
      for (int at = 0; at < text.length(); at += 13) {
        char changed = (char) (text.charAt(at) ^ 1);
        lines = new ArrayList<>(original);
        lines.set(line, text.substring(0, at) + changed + text.substring(at + 1));
        assertThat(verify().isClean()).as(lines.get(line)).isFalse();
      }
    }
  }

  @Test
  void a_member_that_no_hash_covers_is_refused() throws Exception {
    lines.set(3, lines.get(3).replace("\"client\":", "\"note\":\"fine\",\"client\":"));
    assertThat(verify().first().orElseThrow().detail())
        .isEqualTo("line 4 is a field too many: 'note'");
  }

  @Test
  void a_text_that_only_looks_like_the_one_under_the_hash_is_refused() throws Exception {
    String cut = "x".repeat(251) + "[cut]";
    String longer = "x".repeat(251) + "y".repeat(99);
    String line = lines.get(3).replace("\"client\":\"shop\"", "\"client\":\"" + cut + "\"");
    lines.set(3, line.replace(cut, longer));
    assertThat(verify().findings())
        .anySatisfy(
            finding ->
                assertThat(finding.detail()).contains("texts longer than any server writes"));
    lines.set(3, lines.get(3).replace(longer, "y").replace("31.123456Z", "31.123456789Z"));
    assertThat(verify().findings())
        .anySatisfy(
            finding -> assertThat(finding.detail()).contains("'time' is not a time in microsec"));
  }

  @Test
  void entries_without_a_seal_are_said_to_be_unprotected() throws Exception {
    lines.remove(7);
    lines.remove(6);
    lines.remove(1); // the second chain names the end of the first
    lines.remove(lines.size() - 1);
    AuditReport report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.chains().get(0).unprotected()).isEqualTo(3);
    assertThat(report.lines())
        .contains(
            "Not protected: entries 1 to 3 of chain 0198c0de-0000-4000-8000-000000000001, which"
                + " have no seal");
  }

  @Test
  void a_seal_by_a_key_that_was_not_given_is_named() throws Exception {
    AuditReport report = new AuditVerifier(Seals.onP256().trusted()).verify(source(), List.of());
    assertFirst(report, Finding.Kind.SEAL_KEY_UNKNOWN, 0);
  }

  @Test
  void several_keys_may_be_trusted() throws Exception {
    SealKeys keys = new SealKeys(List.of(Seals.onP256().publicKey(), AuditLogVectors.key()));
    assertThat(new AuditVerifier(keys).verify(source(), List.of()).isClean()).isTrue();
  }

  @Test
  void a_witness_may_be_a_syslog_file_with_noise_repetitions_and_a_torn_line() throws Exception {
    List<String> syslog = new ArrayList<>();
    syslog.add("Nov 26 10:15:29 host sshd[1]: something else");
    for (int line : new int[] {2, 6, 6, 7, 8}) {
      syslog.add("<109>1 2026-11-26T10:15:30Z ks-1 kekkai 42 seal - " + lines.get(line));
    }
    syslog.add(lines.get(8).substring(0, 99));
    AuditReport report = verify(syslog);
    assertThat(report.findings()).isEmpty();
    assertThat(report.witness().seals()).isEqualTo(4);
    assertThat(report.witness().others()).isEqualTo(2);
  }

  @Test
  void a_forged_seal_in_the_witness_proves_nothing() throws Exception {
    List<String> witness = new ArrayList<>(lines);
    witness.add(lines.get(8).replace("\"server\":\"ks-1\"", "\"server\":\"ks-7\""));
    assertThat(verify(witness).isClean()).isTrue();
  }

  @Test
  void a_witness_without_any_seal_of_the_log_is_no_witness() throws Exception {
    assertFirst(verify(List.of("the wrong file")), Finding.Kind.WITNESS_USELESS, 0);
  }

  @Test
  void an_end_that_was_cut_off_is_found_by_the_witness_alone() throws Exception {
    List<String> witness = List.copyOf(lines);
    lines.remove(7);
    lines.remove(1);
    lines.remove(lines.size() - 1);
    assertThat(verify().isClean()).isTrue();
    assertThat(verify(witness).findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.SEAL_MISSING, Finding.Kind.CHAIN_MISSING);
  }

  private AuditReport verify() throws Exception {
    return new AuditVerifier(new SealKeys(List.of(AuditLogVectors.key())))
        .verify(source(), List.of());
  }

  private AuditReport verify(List<String> witness) throws Exception {
    Path file = Files.write(folder.resolve("witness"), witness);
    return new AuditVerifier(new SealKeys(List.of(AuditLogVectors.key())))
        .verify(source(), List.of(file));
  }

  private AuditSource source() {
    byte[] export = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return AuditSource.stream(new ByteArrayInputStream(export));
  }

  private static void assertFirst(AuditReport report, Finding.Kind kind, long sequence) {
    assertThat(report.first())
        .get()
        .extracting(Finding::kind, Finding::sequence)
        .containsExactly(kind, sequence);
  }
}
