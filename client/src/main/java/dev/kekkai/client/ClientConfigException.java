package dev.kekkai.client;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A client's configuration that can't be used, with every problem found in it. The message lists
 * all of them, one on each line, and holds no secret.
 */
public final class ClientConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ClientConfigException(String source, List<String> problems) {
    super(
        problems.stream()
            .map(problem -> System.lineSeparator() + "  - " + problem)
            .collect(
                Collectors.joining(
                    "",
                    source
                        + ": "
                        + problems.size()
                        + (problems.size() == 1 ? " problem" : " problems"),
                    "")));
  }
}
