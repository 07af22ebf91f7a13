package dev.kekkai.provider;

import dev.kekkai.config.KekkaiConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Providers whose module is a text file: whatever touches the token fails. */
public final class ProviderFixture {
  private ProviderFixture() {}

  /** With the required settings, and those given as key, value, key, value. */
  public static KekkaiProvider provider(Path folder, String... more) throws IOException {
    Files.writeString(folder.resolve("libtoken.so"), "no library");
    Map<String, String> settings = new TreeMap<>();
    settings.put("module", "libtoken.so");
    settings.put("token", "kekkai");
    settings.put("pin", "prompt");
    settings.put("bulk", "software");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return KekkaiProvider.of(KekkaiConfig.parse(settings, folder));
  }
}
