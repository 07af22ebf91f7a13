package dev.kekkai.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Files for {@code profile = FILE}. */
public final class OwnProfiles {
  private static final String CAREFUL = "careful.properties";

  private OwnProfiles() {}

  /**
   * Writes a profile that nobody else can change, whatever the umask is.
   *
   * @param folder where to
   * @param name of the file
   * @param text the profile
   * @return its absolute path, as the setting has it
   */
  public static String write(Path folder, String name, String text) {
    try {
      Path file = Files.writeString(folder.resolve(name), text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file.toAbsolutePath().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The profile {@code generic}, which makes the careful choice everywhere, with what may not be
   * guessed measured on the tokens of the tests.
   *
   * @param folder where to write it
   * @return its absolute path
   */
  public static String careful(Path folder) {
    return copy(CAREFUL, folder);
  }

  /** Writes one that is a resource of this library, under the name that it has there. */
  static String copy(String resource, Path folder) {
    try (InputStream in = OwnProfiles.class.getResourceAsStream(resource)) {
      byte[] text = Objects.requireNonNull(in, resource).readAllBytes();
      String name = resource.substring(resource.lastIndexOf('/') + 1);
      return write(folder, name, new String(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
