package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.matrix.NotSupported;
import java.util.Set;

/** One call that the token itself has to refuse, whatever Kekkai does. */
final class Attack {
  /** What a module may say to it; anything else means that the call was wrong. */
  private static final Set<Long> REFUSALS =
      Set.of(
          0x10L, // CKR_ATTRIBUTE_READ_ONLY
          0x11L, // CKR_ATTRIBUTE_SENSITIVE
          0x1BL, // CKR_ACTION_PROHIBITED
          0x62L, // CKR_KEY_SIZE_RANGE
          0x63L, // CKR_KEY_TYPE_INCONSISTENT
          0x68L, // CKR_KEY_FUNCTION_NOT_PERMITTED
          0x69L, // CKR_KEY_NOT_WRAPPABLE
          0x6AL, // CKR_KEY_UNEXTRACTABLE
          0x70L, // CKR_MECHANISM_INVALID, by CKA_ALLOWED_MECHANISMS
          0xD1L, // CKR_TEMPLATE_INCONSISTENT
          0x113L, // CKR_WRAPPING_KEY_HANDLE_INVALID
          0x115L); // CKR_WRAPPING_KEY_TYPE_INCONSISTENT

  private static final long ATTRIBUTE_VALUE_INVALID = 0x13;

  /** Where the attribute that is refused is the one that the attack is about. */
  private static final Set<String> CHANGES = Set.of("C_SetAttributeValue", "C_CopyObject");

  private Attack() {}

  /** Passes when the token refuses; else the module and the row must be known for it. */
  static void mustBeRefused(TestToken on, Token token, String row, Call call)
      throws TokenException {
    try {
      token.with(
          session -> {
            call.on(session);
            return Boolean.TRUE;
          });
    } catch (CryptokiException e) {
      boolean begun = e.is(Ckr.BUFFER_TOO_SMALL) || e.is(Ckr.GENERAL_ERROR);
      if (begun && !e.function().endsWith("Init")) {
        throw NotSupported.on(on, "the token does not refuse to " + row);
      }
      if (e.is(ATTRIBUTE_VALUE_INVALID) && CHANGES.contains(e.function())) {
        return;
      }
      assertThat(REFUSALS).as(row + ": " + e.getMessage()).contains(e.returnValue());
      return;
    }
    throw NotSupported.on(on, "the token does not refuse to " + row);
  }

  interface Call {
    void on(Session session) throws TokenException;
  }
}
