package dev.kekkai.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.TokenInfo;
import dev.kekkai.provider.audit.Finding;
import dev.kekkai.provider.keys.KeyRule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTextTest {
  @Test
  void a_label_writes_no_line_of_its_own_and_hides_none() {
    String text = printed("a\nNo key breaks a rule\u001b[2J\u009b2J\u202e\u2028z");
    assertThat(text).contains("CRITICAL  readable: a?No key breaks a rule?[2J?2J??z, AES secret");
    assertThat(text.lines()).doesNotContain("No key breaks a rule");
  }

  private static String printed(String label) {
    KeysReport.Located located =
        new KeysReport.Located(
            label, "AES secret key", "01", new Finding(KeyRule.READABLE, "CKA_SENSITIVE is false"));
    KeysReport report =
        new KeysReport(
            new TokenInfo(0, "t", "Maker", "Model", "1", "1.2", 0, 0, 0),
            "generic",
            Instant.EPOCH,
            List.of(),
            List.of(located),
            List.of(),
            List.of(),
            "");
    StringWriter out = new StringWriter();
    new AuditText(report, new PrintWriter(out)).print();
    return out.toString();
  }
}
