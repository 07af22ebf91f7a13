package dev.kekkai.integration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.integration.cli.Shell;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code kekkai doctor --json} on a token, read. */
final class DoctorRun {
  private final int exitCode;
  private final Map<String, Object> json;

  private DoctorRun(int exitCode, Map<String, Object> json) {
    this.exitCode = exitCode;
    this.json = json;
  }

  /** Runs it without measuring speed; other options as given. */
  static DoctorRun on(TestToken token, String... options) throws Exception {
    Path config = token.propertiesFile("doctor.properties");
    Shell shell = new Shell(token.folder());
    String[] args = new String[options.length + 5];
    System.arraycopy(
        new String[] {"--config", config.toString(), "doctor", "--json", "--no-speed"},
        0,
        args,
        0,
        5);
    System.arraycopy(options, 0, args, 5, options.length);
    int exitCode = shell.run(args);
    assertThat(shell.out().lines()).as(shell.out() + shell.err()).hasSize(1);
    return new DoctorRun(exitCode, JSONObjectUtils.parse(shell.out()));
  }

  int exitCode() {
    return exitCode;
  }

  /** Status of each step by its name. */
  Map<String, Object> steps() {
    return pairs("steps", "name", "status");
  }

  /** What a step said. */
  String text(String step) {
    return String.valueOf(pairs("steps", "name", "text").get(step));
  }

  /** Value of each finding by its name. */
  Map<String, Object> findings() {
    return pairs("findings", "name", "value");
  }

  /** Measured value of each knob that the profile has otherwise. */
  Map<String, Object> differences() {
    return pairs("differences", "knob", "measured");
  }

  /** What the token can do, by name. */
  Map<String, Object> capabilities() {
    return pairs("capabilities", "name", "possible");
  }

  String profile() throws Exception {
    return String.valueOf(JSONObjectUtils.getJSONObject(json, "profile").get("name"));
  }

  List<?> failures() throws Exception {
    return JSONObjectUtils.getJSONArray(json, "failures");
  }

  /** Probes that came to no end, or were not tried any more. */
  List<String> unfinished() throws Exception {
    return JSONObjectUtils.getJSONArray(json, "unfinished").stream().map(String::valueOf).toList();
  }

  Map<String, Object> objects() throws Exception {
    return JSONObjectUtils.getJSONObject(json, "objects");
  }

  private Map<String, Object> pairs(String array, String key, String value) {
    try {
      Map<String, Object> pairs = new LinkedHashMap<>();
      for (Map<String, Object> each : JSONObjectUtils.getJSONObjectArray(json, array)) {
        pairs.put(String.valueOf(each.get(key)), each.get(value));
      }
      return pairs;
    } catch (java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Objects on a token, as somebody else counts them. */
  static int objects(TestToken token) throws Exception {
    try (KekkaiProvider provider = token.provider()) {
      Template all = Template.builder().with(Cka.TOKEN, true).build();
      return provider.source().get().with(session -> session.find(all).size());
    }
  }
}
