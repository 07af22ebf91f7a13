package dev.kekkai.integration.failures;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A CKR of PKCS #11 2.40.
 *
 * @param name such as {@code CKR_GENERAL_ERROR}
 * @param value its number
 */
record Code(String name, long value) {
  private static final List<Code> ALL = read();

  /** All of the standard but CKR_OK, and one of a vendor, in the order of their numbers. */
  static List<Code> all() {
    return ALL;
  }

  static Code of(String name) {
    return ALL.stream()
        .filter(c -> c.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is no CKR of PKCS #11 2.40"));
  }

  boolean is(String... names) {
    return List.of(names).contains(name);
  }

  @Override
  public String toString() {
    return name;
  }

  private static List<Code> read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Code.class.getResourceAsStream("ckr-2.40.properties")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("="))
          .map(part -> new Code(part[0], Long.decode(part[1])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
