package dev.kekkai.config;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.config.settings.FileTrust;
import dev.kekkai.config.settings.PropertiesText;
import dev.kekkai.config.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code kekkai.properties} from disk. */
final class ConfigFile {

  private ConfigFile() {}

  static KekkaiConfig load(Path file, Map<String, String> instead) {
    Path absolute = file.toAbsolutePath().normalize();
    PropertiesText text = PropertiesText.load(absolute);
    requireTrust(absolute);
    Map<String, String> values = new LinkedHashMap<>(text.values());
    values.putAll(instead);
    Settings settings = new Settings(values);
    text.reportDuplicates(settings);
    Path folder = absolute.getParent();
    return new ConfigReader(settings, folder == null ? absolute : folder).read(absolute.toString());
  }

  /** Whoever can write it can have this process load any code, as its module. */
  private static void requireTrust(Path file) {
    @Nullable String problem;
    try {
      problem = FileTrust.problem(file).orElse(null);
    } catch (IOException e) {
      problem = "lies where owners and permissions can't be read: " + e.getMessage();
    }
    if (problem != null) {
      String what = "names the library to load, but " + problem;
      throw new ConfigException(
          file.toString(), List.of(new Problem(String.valueOf(file.getFileName()), null, what)));
    }
  }
}
