package dev.kekkai.config.problem;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Settings that can't be used, with every problem found in them. The message lists all of them, one
 * on each line, and never holds a PIN.
 */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The problems; transient because they are for people and the message has them all. */
  private final transient List<Problem> problems;

  /**
   * Reports problems found in one source.
   *
   * @param source what was read, for example the path of the file
   * @param problems every problem found, at least one
   * @throws IllegalArgumentException if {@code problems} is empty
   */
  public ConfigException(String source, List<Problem> problems) {
    super(message(source, problems));
    this.problems = List.copyOf(problems);
  }

  /**
   * The problems, in the order they were found.
   *
   * @return an immutable list, never empty except after Java deserialisation
   */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }

  private static String message(String source, List<Problem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("A ConfigException needs at least one problem");
    }
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return problems.stream()
        .map(problem -> System.lineSeparator() + "  - " + problem.describe())
        .collect(Collectors.joining("", source + ": " + count, ""));
  }
}
