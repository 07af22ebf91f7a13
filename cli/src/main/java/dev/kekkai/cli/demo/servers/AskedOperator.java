package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.demo.DemoFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * An operator elsewhere, who is asked by a line on standard output, such as {@code operator> stop},
 * and answers by one line on standard input, in UTF-8.
 */
final class AskedOperator implements Operator {
  private static final String FAILED = "failed";

  private final PrintWriter questions;
  private final BufferedReader answers;

  AskedOperator(PrintWriter questions, InputStream answers) {
    this.questions = questions;
    this.answers = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
  }

  @Override
  public void stop() throws IOException {
    ask("stop");
  }

  @Override
  public String start() throws IOException {
    return ask("start");
  }

  @Override
  public void rotate() throws IOException {
    ask("rotate");
  }

  @Override
  public String usual() throws IOException {
    return ask("usual");
  }

  @Override
  public String alarm() throws IOException {
    return ask("alarm");
  }

  @Override
  public String suspension() throws IOException {
    return ask("suspension");
  }

  private String ask(String what) throws IOException {
    questions.println("operator> " + what);
    questions.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new DemoFailedException("the operator did not answer to \"" + what + "\"");
    }
    if (answer.startsWith(FAILED)) {
      throw new DemoFailedException("the operator could not " + what + ": " + answer);
    }
    return answer.strip();
  }
}
