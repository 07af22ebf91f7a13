package dev.kekkai.config.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Texts of the profiles in this library. The list of them is a resource too: a vendor is data only.
 */
final class BuiltInProfiles {

  private static final String FOLDER = "/dev/kekkai/config/profiles/";

  private BuiltInProfiles() {}

  /** The names, in the order of the list. */
  static List<String> names() {
    return read("index.txt", "The list of profiles is missing").lines().toList();
  }

  /**
   * The text of one profile.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static String text(String name) {
    return read(name + ".properties", String.format(Locale.ROOT, "There is no profile '%s'", name));
  }

  private static String read(String file, String missing) {
    try (InputStream in = BuiltInProfiles.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalArgumentException(missing);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " in this library can't be read", e);
    }
  }
}
