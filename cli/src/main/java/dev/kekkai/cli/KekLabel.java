package dev.kekkai.cli;

import dev.kekkai.provider.keys.KekRef;

/** A KEK version on the command line. */
final class KekLabel {
  private KekLabel() {}

  static KekRef parse(String text) throws CliException {
    if (!KekRef.isLabel(text)) {
      throw new CliException(
          ExitCode.USAGE,
          "Name one version of a KEK, such as payments.v1, not '"
              + text
              + "'; 'kekkai kek list' shows them");
    }
    return KekRef.parse(text);
  }
}
