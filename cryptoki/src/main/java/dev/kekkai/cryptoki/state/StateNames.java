package dev.kekkai.cryptoki.state;

import dev.kekkai.cryptoki.TokenInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** How files about one token begin. */
public final class StateNames {
  private StateNames() {}

  /**
   * The same for every process that sees the token.
   *
   * @param info the token
   * @return a file name without a suffix
   */
  public static String of(TokenInfo info) {
    return "token-" + escape(info.serial()) + "-" + escape(info.label());
  }

  /**
   * Leaves letters, digits and {@code . - _ +}, which every file system takes.
   *
   * @param text any text
   * @return the same, percent-encoded, on one line
   */
  public static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A");
  }
}
