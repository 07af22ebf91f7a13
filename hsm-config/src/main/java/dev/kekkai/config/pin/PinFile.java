package dev.kekkai.config.pin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Reads a PIN from a file without leaving copies behind. */
final class PinFile {

  static final int MAX_BYTES = 4096;

  private PinFile() {}

  static Pin read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new PinUnavailableException(
          String.format(
              Locale.ROOT,
              "PIN file %s %s",
              path,
              Files.exists(path) ? "is not a regular file" : "does not exist"));
    }
    byte[] buffer = new byte[MAX_BYTES + 1];
    try {
      Optional<String> open = SecretFilePermissions.problem(path);
      if (open.isPresent()) {
        throw new PinUnavailableException(
            String.format(Locale.ROOT, "PIN file %s %s", path, open.get()));
      }
      int length = fill(path, buffer);
      if (length > MAX_BYTES) {
        throw new PinUnavailableException(
            String.format(
                Locale.ROOT,
                "PIN file %s is longer than %d bytes: it must hold the PIN and nothing else",
                path,
                MAX_BYTES));
      }
      return decode(path, buffer, lengthWithoutLineBreak(buffer, length));
    } catch (IOException e) {
      throw new PinUnavailableException(
          String.format(Locale.ROOT, "PIN file %s can't be read: is it yours?", path));
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }

  private static int fill(Path path, byte[] buffer) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(buffer, 0, buffer.length);
    }
  }

  private static int lengthWithoutLineBreak(byte[] buffer, int length) {
    int end = length;
    if (end > 0 && buffer[end - 1] == '\n') {
      end--;
      if (end > 0 && buffer[end - 1] == '\r') {
        end--;
      }
    }
    return end;
  }

  private static Pin decode(Path path, byte[] buffer, int length) {
    CharBuffer decoded = CharBuffer.allocate(length);
    try {
      var result =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(buffer, 0, length), decoded, true);
      if (result.isError()) {
        result.throwException();
      }
      char[] pin = Arrays.copyOf(decoded.array(), decoded.position());
      return checked(path, pin);
    } catch (CharacterCodingException e) {
      throw new PinUnavailableException(
          String.format(Locale.ROOT, "PIN file %s is not UTF-8 text", path));
    } finally {
      Arrays.fill(decoded.array(), '\0');
    }
  }

  private static Pin checked(Path path, char[] pin) {
    Pin taken = Pin.takeOver(pin);
    boolean control = false;
    for (char c : pin) {
      control |= Character.isISOControl(c);
    }
    if (pin.length == 0 || control) {
      taken.close();
      throw new PinUnavailableException(
          String.format(
              Locale.ROOT,
              "PIN file %s %s: it must hold the PIN on one line",
              path,
              control ? "has several lines or control characters" : "is empty"));
    }
    return taken;
  }
}
