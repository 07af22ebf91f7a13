package dev.kekkai.config;

import dev.kekkai.config.settings.PropertiesText;
import dev.kekkai.config.settings.Settings;
import java.nio.file.Path;

/** Reads {@code kekkai.properties} from disk. */
final class ConfigFile {

  private ConfigFile() {}

  static KekkaiConfig load(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    PropertiesText text = PropertiesText.load(absolute);
    Settings settings = new Settings(text.values());
    text.reportDuplicates(settings);
    Path folder = absolute.getParent();
    return new ConfigReader(settings, folder == null ? absolute : folder).read(absolute.toString());
  }
}
