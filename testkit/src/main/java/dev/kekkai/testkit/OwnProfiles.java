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
    try (InputStream in = OwnProfiles.class.getResourceAsStream(CAREFUL)) {
      byte[] text = Objects.requireNonNull(in, CAREFUL).readAllBytes();
      return write(folder, CAREFUL, new String(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
