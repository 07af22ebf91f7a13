package dev.kekkai.cli.audit;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.provider.audit.AuditedKey;
import dev.kekkai.provider.keys.KeyRule;
import dev.kekkai.provider.keys.NotTaken;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** An audit for programs. Names of members, rules and severities stay; others may be added. */
public final class AuditJson {
  /** In ASCII, so that texts of the token's do a terminal no harm and are still whole. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final int VERSION = 1;

  private AuditJson() {}

  /**
   * Writes it.
   *
   * @param report what was found
   * @param exitCode what the command ends with
   * @return one JSON object, on one line
   */
  public static String of(KeysReport report, int exitCode) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("report", "keys-audit");
      json.writeNumberProperty("version", VERSION);
      json.writeStringProperty("at", report.at().toString());
      json.writeNumberProperty("exitCode", exitCode);
      json.writeObjectPropertyStart("token");
      json.writeStringProperty("label", report.token().label());
      json.writeStringProperty("manufacturer", report.token().manufacturer());
      json.writeStringProperty("model", report.token().model());
      json.writeStringProperty("serial", report.token().serial());
      json.writeEndObject();
      json.writeStringProperty("profile", report.profile());
      findings(json, report.findings());
      keys(json, report.keys());
      keks(json, report.keks());
      notTaken(json, report.notTaken());
      if (!report.adoptionTrouble().isEmpty()) {
        json.writeStringProperty("adoptionTrouble", report.adoptionTrouble());
      }
      if (!report.storeTrouble().isEmpty()) {
        json.writeStringProperty("storeTrouble", report.storeTrouble());
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void findings(JsonGenerator json, Collection<KeysReport.Located> findings) {
    json.writeArrayPropertyStart("findings");
    for (KeysReport.Located located : findings) {
      json.writeStartObject();
      json.writeStringProperty("rule", located.finding().rule().id());
      json.writeStringProperty("severity", located.finding().severity().id());
      json.writeStringProperty("pciDss", located.finding().rule().requirement());
      json.writeStringProperty("label", located.label());
      json.writeStringProperty("type", located.type());
      json.writeStringProperty("ckaId", located.id());
      json.writeStringProperty("found", located.finding().found());
      json.writeStringProperty("attack", located.finding().attack());
      json.writeStringProperty("remedy", located.finding().rule().remedy());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void keys(JsonGenerator json, Collection<AuditedKey> keys) {
    json.writeArrayPropertyStart("keys");
    for (AuditedKey audited : keys) {
      json.writeStartObject();
      json.writeStringProperty("label", audited.key().label());
      json.writeStringProperty("type", audited.key().type());
      json.writeStringProperty("ckaId", audited.key().id());
      json.writeNumberProperty("bits", audited.key().bits());
      strings(json, "rules", audited.findings().stream().map(f -> f.rule().id()).toList());
      strings(json, "accepted", audited.accepted().stream().map(KeyRule::id).toList());
      strings(json, "notCheckable", audited.notChecked());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void keks(JsonGenerator json, Collection<KekEntry> keks) {
    json.writeArrayPropertyStart("keks");
    for (KekEntry kek : keks) {
      json.writeStartObject();
      json.writeStringProperty("kek", kek.label());
      json.writeStringProperty("kind", kek.kind());
      json.writeNumberProperty("bits", kek.bits());
      json.writeNumberProperty("strength", kek.strength());
      json.writeStringProperty("ckaId", kek.id());
      json.writeStringProperty("origin", kek.origin());
      json.writeStringProperty("state", kek.state());
      json.writeStringProperty("canary", kek.canary());
      time(json, "created", kek.created());
      time(json, "cryptoperiodEnd", kek.cryptoperiodEnd());
      if (kek.deks() >= 0) {
        json.writeNumberProperty("deks", kek.deks());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void notTaken(JsonGenerator json, Collection<NotTaken> notTaken) {
    json.writeArrayPropertyStart("notTaken");
    for (NotTaken missing : notTaken) {
      json.writeStartObject();
      json.writeStringProperty("attribute", Cka.name(missing.attribute()));
      json.writeStringProperty("found", missing.found());
      json.writeStringProperty("why", missing.why());
      json.writeStringProperty("attack", missing.attack());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void time(JsonGenerator json, String name, @Nullable Instant time) {
    if (time != null) {
      json.writeStringProperty(name, time.toString());
    }
  }

  private static void strings(JsonGenerator json, String name, Collection<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}
