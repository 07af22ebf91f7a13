package dev.kekkai.config;

import dev.kekkai.config.settings.PropertiesText;
import dev.kekkai.config.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code kekkai.properties} from disk. */
final class ConfigFile {

  private ConfigFile() {}

  static KekkaiConfig load(Path file, Map<String, String> instead) {
    Path absolute = file.toAbsolutePath().normalize();
    PropertiesText text = PropertiesText.load(absolute);
    Map<String, String> values = new LinkedHashMap<>(text.values());
    values.putAll(instead);
    Settings settings = new Settings(values);
    text.reportDuplicates(settings);
    Path folder = absolute.getParent();
    return new ConfigReader(settings, folder == null ? absolute : folder).read(absolute.toString());
  }
}
