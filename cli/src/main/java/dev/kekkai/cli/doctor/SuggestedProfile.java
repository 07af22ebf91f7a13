package dev.kekkai.cli.doctor;

import dev.kekkai.cli.probe.Finding;
import dev.kekkai.config.problem.Printable;
import dev.kekkai.config.profile.Mark;
import dev.kekkai.config.profile.MarkedValue;
import dev.kekkai.config.profile.ModuleFacts;
import dev.kekkai.config.profile.ProfileText;
import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.TokenInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SortedSet;

/**
 * A profile of one's own that states what was found on one token, and that is for this token alone.
 */
public final class SuggestedProfile {
  private static final String MODE = "rw-r--r--";

  private SuggestedProfile() {}

  /**
   * Its text.
   *
   * @param report what was found out
   * @param today the day on which it was found out
   * @return in the syntax of {@code docs/profiles.md}
   * @throws dev.kekkai.config.problem.ConfigException when what was measured contradicts itself
   */
  public static String text(Report report, LocalDate today) {
    TokenInfo token = report.token();
    ModuleInfo module = report.module();
    ProfileText text =
        ProfileText.extending(report.profile().name())
            .remark("Written by kekkai doctor on " + today + ", for one token:")
            .remark(Printable.of(token.describe()))
            .remark(Printable.of(module.description() + ", library " + module.libraryVersion()))
            .remark("To use it: profile = FILE, its name with a slash or ending with .properties.");
    if (token.serial().isBlank()) { // what can't be told can't be held against another token
      text.remark(
          "This token tells no serial number, so that the profile is not refused on another one of"
              + " the same firmware and library: use it on this one only.");
    }
    SortedSet<String> left = report.comparison().unmeasured();
    if (!left.isEmpty()) {
      text.remark(
          "Not measured, and so as the profile it extends has them: " + String.join(", ", left));
    }
    text.measuredOn(
        new ModuleFacts(
            module.manufacturer(),
            module.description(),
            module.libraryVersion(),
            token.model(),
            token.serial(),
            token.firmware()));
    for (Finding finding : report.findings()) {
      if (finding.isKnob() && report.profile().knobs().containsKey(finding.name())) {
        text.state(finding.name(), new MarkedValue(finding.value(), Mark.MEASURED));
      }
    }
    return text.text();
  }

  /**
   * Writes a new file with mode 0644; there is no secret in it, and nobody else may change it.
   *
   * @param file must not exist
   * @param text its content
   * @throws IOException when it exists, or can't be written
   */
  public static void write(Path file, String text) throws IOException {
    Files.createFile(file);
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(MODE));
    }
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The day it is, everywhere the same.
   *
   * @return in UTC
   */
  public static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
