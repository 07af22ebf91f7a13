package dev.kekkai.config;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.config.settings.PropertiesText;
import dev.kekkai.config.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads {@code kekkai.properties} from disk. */
final class ConfigFile {

  private static final long MAX_BYTES = 256 * 1024;

  private ConfigFile() {}

  static KekkaiConfig load(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    PropertiesText text = text(absolute);
    Settings settings = new Settings(text.values());
    text.reportDuplicates(settings);
    Path folder = absolute.getParent();
    return new ConfigReader(settings, folder == null ? absolute : folder).read(absolute.toString());
  }

  private static PropertiesText text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw unusable(
          file, Files.exists(file) ? "must be a regular file" : "does not exist: write one first");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw unusable(file, "must not be longer than " + MAX_BYTES + " bytes");
      }
      try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        return PropertiesText.read(reader);
      }
    } catch (CharacterCodingException e) {
      throw unusable(file, "must be UTF-8 text");
    } catch (IOException e) {
      throw unusable(file, "can't be read: check its permissions");
    } catch (IllegalArgumentException e) {
      throw unusable(file, "has a malformed \\u escape: write \\u and four hexadecimal digits");
    }
  }

  private static ConfigException unusable(Path file, String expected) {
    return new ConfigException(
        file.toString(), List.of(new Problem(String.valueOf(file.getFileName()), null, expected)));
  }
}
