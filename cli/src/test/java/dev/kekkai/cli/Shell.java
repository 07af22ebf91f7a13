package dev.kekkai.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs the command as a shell would, and keeps what it printed. */
final class Shell {
  private final Path folder;
  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private String out = "";
  private String err = "";

  Shell(Path folder, Path home) {
    this.folder = folder;
    this.home = home;
  }

  Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  int run(String... args) {
    return runWithInput("", args);
  }

  int runWithInput(String input, String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int exitCode = runTo(bytes, input, args);
    out = bytes.toString(StandardCharsets.UTF_8);
    return exitCode;
  }

  /** With its standard output going somewhere, for bytes and for text. */
  int runTo(OutputStream standardOutput, String input, String... args) {
    StringWriter errText = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            environment,
            folder,
            home,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            standardOutput,
            null);
    int exitCode =
        Main.run(
            surroundings,
            new PrintWriter(standardOutput, true, StandardCharsets.UTF_8),
            new PrintWriter(errText, true),
            args);
    err = errText.toString();
    return exitCode;
  }

  String out() {
    return out;
  }

  String err() {
    return err;
  }
}
