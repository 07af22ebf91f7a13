package dev.kekkai.provider.bulk;

import dev.kekkai.cryptoki.TokenException;
import java.util.Locale;

/** A message is longer than the token takes in one call, and the module can't do it in parts. */
public final class MessageTooLongException extends TokenException {
  private static final long serialVersionUID = 1L;

  MessageTooLongException(int length, int limit, String profile) {
    super(
        String.format(
            Locale.ROOT,
            "In-HSM AES-GCM takes at most %d bytes at once on this module (profile %s), and not in parts;"
                + " the message has %d. Split it, or use bulk = software for this key",
            limit,
            profile,
            length),
        false,
        null);
  }
}
