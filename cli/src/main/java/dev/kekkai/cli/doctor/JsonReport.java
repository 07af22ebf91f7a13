package dev.kekkai.cli.doctor;

import dev.kekkai.cli.probe.Finding;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** The report for programs. Names of members and of findings stay; others may be added. */
public final class JsonReport {
  /** In ASCII, so that texts of the token's do a terminal no harm and are still whole. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonReport() {}

  /**
   * Writes it.
   *
   * @param exitCode what the command ends with
   * @param steps the steps taken
   * @param report what was found out; null when it did not come to that
   * @return one JSON object, on one line
   */
  public static String of(int exitCode, List<Step> steps, @Nullable Report report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("exitCode", exitCode);
      json.writeArrayPropertyStart("steps");
      for (Step step : steps) {
        json.writeStartObject();
        json.writeStringProperty("name", step.name());
        json.writeStringProperty("status", step.status().word());
        json.writeStringProperty("text", step.text());
        json.writeEndObject();
      }
      json.writeEndArray();
      if (report != null) {
        write(json, report);
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Report report) {
    json.writeObjectPropertyStart("module");
    json.writeStringProperty("manufacturer", report.module().manufacturer());
    json.writeStringProperty("description", report.module().description());
    json.writeStringProperty("libraryVersion", report.module().libraryVersion());
    json.writeStringProperty("cryptokiVersion", report.module().cryptokiVersion());
    json.writeStringProperty("binding", report.binding());
    json.writeEndObject();
    json.writeObjectPropertyStart("token");
    json.writeStringProperty("label", report.token().label());
    json.writeStringProperty("manufacturer", report.token().manufacturer());
    json.writeStringProperty("model", report.token().model());
    json.writeStringProperty("serial", report.token().serial());
    json.writeStringProperty("firmware", report.token().firmware());
    json.writeNumberProperty("slot", report.token().slot());
    json.writeEndObject();
    json.writeObjectPropertyStart("profile");
    json.writeStringProperty("name", report.profile().name());
    json.writeStringProperty("reason", report.reason());
    json.writeEndObject();
    capabilities(json, report.capabilities());
    findings(json, report.findings());
    comparison(json, report.comparison());
    strings(json, "failures", report.failures());
    strings(json, "unfinished", report.unfinished());
    json.writeObjectPropertyStart("objects");
    count(json, "before", report.objectsBefore());
    count(json, "after", report.objectsAfter());
    json.writeEndObject();
  }

  private static void capabilities(JsonGenerator json, List<Capability> capabilities) {
    json.writeArrayPropertyStart("capabilities");
    for (Capability c : capabilities) {
      json.writeStartObject();
      json.writeStringProperty("name", c.name());
      json.writeBooleanProperty("possible", c.possible());
      json.writeStringProperty("how", c.how());
      json.writeStringProperty("consequence", c.consequence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void findings(JsonGenerator json, List<Finding> findings) {
    json.writeArrayPropertyStart("findings");
    for (Finding f : findings) {
      json.writeStartObject();
      json.writeStringProperty("name", f.name());
      json.writeStringProperty("value", f.value());
      json.writeStringProperty("remark", f.remark());
      json.writeBooleanProperty("knob", f.isKnob());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void comparison(JsonGenerator json, Comparison comparison) {
    json.writeArrayPropertyStart("differences");
    for (Difference d : comparison.differences()) {
      json.writeStartObject();
      json.writeStringProperty("knob", d.knob());
      json.writeStringProperty("profile", d.profile());
      json.writeStringProperty("mark", d.mark());
      json.writeStringProperty("measured", d.measured());
      json.writeEndObject();
    }
    json.writeEndArray();
    strings(json, "confirmed", comparison.confirmed());
    strings(json, "unmeasured", comparison.unmeasured());
  }

  private static void strings(JsonGenerator json, String name, Iterable<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }

  private static void count(JsonGenerator json, String name, OptionalInt count) {
    if (count.isPresent()) {
      json.writeNumberProperty(name, count.getAsInt());
    } else {
      json.writeNullProperty(name);
    }
  }
}
