package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.testkit.SoftHsmTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that SoftHSM2 keeps of its tokens: two that are equal, and nothing on a token has changed.
 */
public record TokenFiles(Map<Path, String> contents) {
  private static final int COUNTER_DIGITS = 16;

  /** All tokens of this JVM, of which there is one at least. */
  public static TokenFiles all() {
    TokenFiles all = in(SoftHsmTokens.store());
    assertThat(all.contents()).isNotEmpty();
    return all;
  }

  static TokenFiles in(Path folder) {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> contents.put(folder.relativize(file), content(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TokenFiles(contents);
  }

  /**
   * The same without the number that SoftHSM2 counts up in the token's own file with each login:
   * objects and PINs alone.
   */
  public TokenFiles withoutLogins() {
    Map<Path, String> rest = new TreeMap<>(contents);
    rest.replaceAll(
        (file, content) ->
            file.endsWith("token.object") ? content.substring(COUNTER_DIGITS) : content);
    return new TokenFiles(rest);
  }

  private static String content(Path file) {
    try {
      return HexFormat.of().formatHex(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
