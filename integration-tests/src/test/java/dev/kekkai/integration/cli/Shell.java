package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.Main;
import dev.kekkai.cli.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs the command as a shell would, and keeps what it printed. */
public final class Shell {
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private String out = "";
  private String err = "";

  /** In a folder, with no environment. */
  public Shell(Path folder) {
    this.folder = folder;
  }

  /** Sets a variable. */
  public Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Runs a command line; its exit code. */
  public int run(String... args) {
    return runWithInput("", args);
  }

  /** With something on standard input. */
  public int runWithInput(String input, String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            environment,
            folder,
            folder,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            bytes,
            null);
    int exitCode =
        Main.run(
            surroundings, new PrintWriter(outText, true), new PrintWriter(errText, true), args);
    out = outText + bytes.toString(StandardCharsets.UTF_8);
    err = errText.toString();
    return exitCode;
  }

  /** Runs what has to succeed; what it printed. */
  public String ok(String... args) {
    return okWithInput("", args);
  }

  /** With something on standard input. */
  public String okWithInput(String input, String... args) {
    int exitCode = runWithInput(input, args);
    assertThat(exitCode).as(out + err).isZero();
    return out;
  }

  /** What the last command printed. */
  public String out() {
    return out;
  }

  /** What it printed on standard error. */
  public String err() {
    return err;
  }
}
