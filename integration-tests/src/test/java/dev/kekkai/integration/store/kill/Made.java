package dev.kekkai.integration.store.kill;

import dev.kekkai.formats.EncryptionContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * A DEK that a process has acknowledged.
 *
 * @param name its name
 * @param id its version's id
 * @param token what was encrypted under it before the acknowledgement
 */
record Made(String name, UUID id, String token) {
  /** Without it at the end, a line was cut short. */
  private static final String WHOLE = ".";

  private static final int PARTS = 4;

  String line() {
    return String.join(" ", name, id.toString(), token, WHOLE);
  }

  /** Empty for a line that was cut short. */
  static Optional<Made> parse(String line) {
    String[] parts = line.split(" ");
    return parts.length == PARTS && parts[PARTS - 1].equals(WHOLE)
        ? Optional.of(new Made(parts[0], UUID.fromString(parts[1]), parts[2]))
        : Optional.empty();
  }

  EncryptionContext place() {
    return place(name);
  }

  byte[] value() {
    return value(name);
  }

  static EncryptionContext place(String name) {
    return EncryptionContext.of("kills", name);
  }

  static byte[] value(String name) {
    return ("value of " + name).getBytes(StandardCharsets.UTF_8);
  }
}
