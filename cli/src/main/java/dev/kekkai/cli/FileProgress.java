package dev.kekkai.cli;

import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cli.progress.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** How far a command is with a file. */
final class FileProgress {
  private FileProgress() {}

  /** Begins; of a pipe, or a file that is not there, nobody knows how long it is. */
  static Progress begin(CommandSpec spec, Globals globals, String what, Path file) {
    return Progress.begin(
        spec.commandLine().getErr(), globals.surroundings(), what, Unit.BYTE, bytes(file));
  }

  private static long bytes(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0; // whoever opens it says what is wrong
    }
  }
}
