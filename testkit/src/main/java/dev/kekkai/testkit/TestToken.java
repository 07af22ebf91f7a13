package dev.kekkai.testkit;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.provider.KekkaiProvider;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A token that tests may use as they like, and how to configure Kekkai for it. Immutable.
 *
 * @param name the module's short name, as it stands in the matrix
 * @param folder where the token's files and properties are
 * @param settings the least {@code kekkai.properties} that work, with {@code bulk = software}
 */
public record TestToken(String name, Path folder, Map<String, String> settings) {

  /**
   * Copies the settings, keeping their order.
   *
   * @param name see the record
   * @param folder see the record
   * @param settings see the record
   */
  public TestToken {
    settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * The configuration, with changes.
   *
   * @param overrides key, value, key, value...; a null value leaves a key out
   * @return a validated configuration
   */
  public KekkaiConfig config(String... overrides) {
    return KekkaiConfig.parse(settings(overrides), folder);
  }

  /**
   * A provider of its own.
   *
   * @param overrides as {@link #config}
   * @return a provider; the caller closes it
   */
  public KekkaiProvider provider(String... overrides) {
    return KekkaiProvider.of(config(overrides));
  }

  /**
   * Writes a {@code kekkai.properties}.
   *
   * @param fileName its name
   * @param overrides as {@link #config}
   * @return the file
   */
  public Path propertiesFile(String fileName, String... overrides) {
    String text =
        settings(overrides).entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue().replace("\\", "\\\\") + "\n")
            .collect(Collectors.joining());
    return Path.of(OwnProfiles.write(folder, fileName, text)); // whatever the umask is
  }

  /**
   * The PKCS#11 library.
   *
   * @return its path
   */
  public Path module() {
    return Path.of(setting("module"));
  }

  /**
   * Whether it is SoftHSM2 that answers: itself, or below a vendor that is played.
   *
   * @return false for all others
   */
  public boolean isOverSoftHsm() {
    return name.equals("softhsm2") || name.endsWith(PlayedVendor.MARK);
  }

  /**
   * One of the settings.
   *
   * @param key a key that is there
   * @return its value
   */
  public String setting(String key) {
    String value = settings.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s has no setting %s", name, key));
    }
    return value;
  }

  /**
   * The settings, with changes.
   *
   * @param overrides as {@link #config}
   * @return a new map
   */
  public Map<String, String> settings(String... overrides) {
    Map<String, String> result = new LinkedHashMap<>(settings);
    for (int i = 0; i < overrides.length; i += 2) {
      result.put(overrides[i], overrides[i + 1]);
    }
    result.values().removeIf(java.util.Objects::isNull);
    return result;
  }

  @Override
  public String toString() {
    return name;
  }
}
