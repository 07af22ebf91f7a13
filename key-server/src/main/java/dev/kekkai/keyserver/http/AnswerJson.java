package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.access.ItemResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Writes answers about items. Plaintexts go from bytes to bytes: no string ever holds one, and what
 * they pass through is wiped. Nothing that is written needs escaping: base64url, KEK ids and fixed
 * words.
 */
final class AnswerJson {
  private static final String MEDIA_TYPE = "application/json";

  private AnswerJson() {}

  /** The answer about one item that was opened or resealed; wipes its plaintext. */
  static Answer single(ItemResult result) {
    try {
      return Answer.ofSecret(MEDIA_TYPE, join(parts(result)));
    } finally {
      result.wipe();
    }
  }

  /** The answer about many; wipes their plaintexts. */
  static Answer batch(List<ItemResult> results) {
    List<byte[]> parts = new ArrayList<>();
    try {
      parts.add(ascii("{\"results\":["));
      for (int i = 0; i < results.size(); i++) {
        if (i > 0) {
          parts.add(ascii(","));
        }
        parts.addAll(parts(results.get(i)));
      }
      parts.add(ascii("]}"));
      return Answer.ofSecret(MEDIA_TYPE, join(parts));
    } finally {
      results.forEach(ItemResult::wipe);
    }
  }

  private static List<byte[]> parts(ItemResult result) {
    if (result instanceof ItemResult.Opened opened) {
      return List.of(
          ascii("{\"plaintext\":\""),
          Base64.getUrlEncoder().withoutPadding().encode(opened.plaintext()),
          ascii(
              String.format(
                  Locale.ROOT, "\",\"kek\":\"%s\",\"stale\":%s}", opened.kek(), opened.stale())));
    }
    if (result instanceof ItemResult.Resealed resealed) {
      return List.of(
          ascii("{\"item\":\""),
          ascii(resealed.item()),
          ascii("\",\"kek\":\"" + resealed.kek() + "\"}"));
    }
    return List.of(ascii("{\"error\":\"" + word((ItemResult.Refused) result) + "\"}"));
  }

  private static String word(ItemResult.Refused refused) {
    return problem(refused).word();
  }

  /** What a refusal is as an answer of its own. */
  static Problem problem(ItemResult.Refused refused) {
    return switch (refused.why()) {
      case NOT_OPENED -> Problem.NOT_OPENED;
      case FORBIDDEN -> Problem.FORBIDDEN;
      case QUOTA -> Problem.QUOTA;
    };
  }

  /** Makes one array of many, which it wipes. */
  private static byte[] join(List<byte[]> parts) {
    byte[] all = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
      Arrays.fill(part, (byte) 0);
    }
    return all;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
