package dev.kekkai.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A folder with a library in it, and the least a config must say. */
final class ConfigFixture {

  final Path folder;
  final Path library;

  ConfigFixture(Path folder) throws IOException {
    this.folder = folder;
    this.library = Files.writeString(folder.resolve("libtoken.so"), "library");
  }

  /** The required settings, and those given as key, value, key, value. */
  Map<String, String> settings(String... more) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("module", "libtoken.so");
    settings.put("token", "kekkai");
    settings.put("pin", "prompt");
    settings.put("bulk", "hsm");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  KekkaiConfig parse(String... more) {
    return KekkaiConfig.parse(settings(more), folder);
  }
}
