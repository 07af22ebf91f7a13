package dev.kekkai.testkit;

import dev.kekkai.testkit.matrix.NotSupported;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * What Kekkai refuses on a module that can't, as a test sees it: the test ends as not supported
 * where {@link NotSupported}'s list has the module and the reason, and fails elsewhere.
 */
final class KnownRefusals
    implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
  /** Part of the refusal's message, and what the list calls it. */
  private static final List<Refusal> REFUSALS = new ArrayList<>();

  static {
    because("AES-GCM in the token", "C_EncryptInit answered CKR_MECHANISM_INVALID");
    because("a secret key made on the token", "C_GenerateKey answered CKR_FUNCTION_NOT_SUPPORTED");
    because(
        "a secret key brought to the token",
        "C_CreateObject answered CKR_ATTRIBUTE_VALUE_INVALID",
        "C_CreateObject answered CKR_SESSION_READ_ONLY");
    because("EC keys", "C_GenerateKeyPair answered CKR_MECHANISM_INVALID");
    because("EC KEKs", "C_GenerateKeyPair answered CKR_GENERAL_ERROR");
    because("bulk = software under an AES KEK", "bulk = software needs an RSA KEK here");
    because(
        "bulk = hsm under an RSA KEK",
        "RSA KEKs only decrypt on this module",
        // What Bouncy Castle makes of the above: it decrypts, and has a software key then.
        "Kekkai needs a DEK of its own, not a software key");
    because("AES KEKs and bulk = hsm", "has neither C_WrapKey nor C_UnwrapKey");
    because("an AES key made on the token", "C_GenerateKey answered CKR_MECHANISM_INVALID");
    // Before RFC 3394: one name is the beginning of the other.
    because(
        "RFC 5649",
        "has no mechanism that means rfc5649",
        "No such algorithm: AES/KWP/NoPadding",
        "No such algorithm: AESWrapPad",
        "No such algorithm: 2.16.840.1.101.3.4.1.48");
    because(
        "RFC 3394",
        "has no mechanism that means rfc3394",
        "An AES KEK is needed here",
        "No such algorithm: AES/KW/NoPadding",
        "No such algorithm: AESWrap",
        "No such algorithm: 2.16.840.1.101.3.4.1.45",
        "No installed provider supports this key: dev.kekkai.provider.keys.TokenPrivateKey$Rsa");
    because(
        "an IV of the caller's",
        "HSM makes the IV of each encryption itself",
        "C_EncryptInit answered CKR_MECHANISM_PARAM_INVALID");
    because("an IV of the module's through IAIK", "which the binding iaik can't hand down");
    because("AES-GCM in parts", "In-HSM AES-GCM takes at most");
    because("a key that is not CKA_SENSITIVE", "answered CKR_ATTRIBUTE_VALUE_INVALID");
    because(
        "a derived secret that can be read",
        "no such algorithm: ECDH for provider Kekkai",
        "No provider offers ECDH",
        "No installed provider supports this key: dev.kekkai.provider.keys.TokenPrivateKey$Ec");
  }

  private static void because(String reason, String... messages) {
    for (String message : messages) {
      REFUSALS.add(new Refusal(message, reason));
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    handle(context, failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    handle(context, failure);
  }

  private static void handle(ExtensionContext context, Throwable failure) throws Throwable {
    if (context.getRequiredTestInstance() instanceof TokenContract contract) {
      check(contract.token(), failure);
    }
    throw failure;
  }

  /** For what no extension is asked about; returns the failure where it is not a known one. */
  static Exception asNotSupported(TestToken token, Exception failure) {
    check(token, failure);
    return failure;
  }

  /**
   * An assertion about another error has the refusal in its own message. What one message means may
   * differ from module to module: the list decides.
   */
  private static void check(TestToken token, Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      for (Refusal known : REFUSALS) {
        if (message.contains(known.message()) && NotSupported.isExpected(token, known.reason())) {
          throw NotSupported.on(token, known.reason());
        }
      }
    }
  }

  private record Refusal(String message, String reason) {}
}
