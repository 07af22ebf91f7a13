package dev.kekkai.cli;

import dev.kekkai.provider.keys.KekRef;

/** A KEK version on the command line. */
final class KekLabel {
  private KekLabel() {}

  /** An argument. */
  static KekRef parse(String text) throws CliException {
    return parse("Name", text);
  }

  /** With how the message begins, such as {@code --from is}. */
  static KekRef parse(String beginning, String text) throws CliException {
    if (!KekRef.isLabel(text)) {
      throw new CliException(
          ExitCode.USAGE,
          beginning
              + " a KEK version such as payments.v1, not '"
              + text
              + "'; 'kekkai kek list' shows them");
    }
    return KekRef.parse(text);
  }
}
