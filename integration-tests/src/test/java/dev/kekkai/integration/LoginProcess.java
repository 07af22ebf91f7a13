package dev.kekkai.integration;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.testkit.fault.FaultingCryptoki;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that connects to a token when it is told to, and says how often it called C_Login. */
public final class LoginProcess implements AutoCloseable {
  private static final String CALLED = "C_Login called: ";
  private static final int SECONDS = 60;

  private final Process process;
  private final BufferedReader out;

  LoginProcess(Path configuration) throws IOException {
    this.process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LoginProcess.class.getName(),
                configuration.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  void awaitReady() throws IOException {
    if (!"ready".equals(out.readLine())) {
      throw new IOException("The process ended early");
    }
  }

  void go() throws IOException {
    process.getOutputStream().close();
  }

  /** What it said, and how often it called C_Login. */
  record Outcome(List<String> lines, int logins) {}

  Outcome outcome() throws Exception {
    List<String> lines = out.lines().toList();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("The process failed: " + lines);
    }
    String last = lines.get(lines.size() - 1);
    return new Outcome(lines, Integer.parseInt(last.substring(CALLED.length())));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] args) throws IOException {
    FaultingCryptoki counted = new FaultingCryptoki();
    try (TokenSource source =
        new TokenSource(KekkaiConfig.load(Path.of(args[0])), counted.binding())) {
      System.out.println("ready");
      while (System.in.read() >= 0) {}
      source.get();
      System.out.println("in");
    } catch (LoginException e) {
      System.out.println("refused: " + e.getMessage());
    } catch (TokenException e) {
      System.out.println("failed: " + e.getMessage());
    }
    System.out.println(CALLED + counted.calls("C_Login"));
  }
}
