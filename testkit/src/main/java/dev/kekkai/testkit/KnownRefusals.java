package dev.kekkai.testkit;

import dev.kekkai.testkit.matrix.NotSupported;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
  private static final Map<String, String> REASONS = new LinkedHashMap<>();

  static {
    REASONS.put("bulk = software needs an RSA KEK here", "bulk = software under an AES KEK");
    REASONS.put("has no mechanism that means rfc5649", "RFC 5649");
    REASONS.put("HSM makes the IV of each encryption itself", "an IV of the caller's");
    REASONS.put("C_EncryptInit answered CKR_MECHANISM_PARAM_INVALID", "an IV of the caller's");
    REASONS.put("which the binding iaik can't hand down", "an IV of the module's through IAIK");
    REASONS.put("In-HSM AES-GCM takes at most", "AES-GCM in parts");
    REASONS.put("answered CKR_ATTRIBUTE_VALUE_INVALID", "a key that is not CKA_SENSITIVE");
    String ecdh = "a derived secret that can be read";
    REASONS.put("no such algorithm: ECDH for provider Kekkai", ecdh);
    REASONS.put("No provider offers ECDH", ecdh);
    REASONS.put(
        "No installed provider supports this key: dev.kekkai.provider.keys.TokenPrivateKey$Ec",
        ecdh);
    for (String name :
        new String[] {"AES/KWP/NoPadding", "AESWrapPad", "2.16.840.1.101.3.4.1.48"}) {
      REASONS.put("No such algorithm: " + name, "RFC 5649");
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
    String reason = reason(failure);
    if (reason != null && context.getRequiredTestInstance() instanceof TokenContract contract) {
      check(contract.token(), reason);
    }
    throw failure;
  }

  /** For what no extension is asked about; returns the failure where it is not a known one. */
  static Exception asNotSupported(TestToken token, Exception failure) {
    String reason = reason(failure);
    if (reason != null) {
      check(token, reason);
    }
    return failure;
  }

  private static void check(TestToken token, String reason) {
    if (NotSupported.isExpected(token, reason)) {
      throw NotSupported.on(token, reason);
    }
  }

  /** An assertion about another error has the refusal in its own message. */
  private static @Nullable String reason(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      for (Map.Entry<String, String> known : REASONS.entrySet()) {
        if (message.contains(known.getKey())) {
          return known.getValue();
        }
      }
    }
    return null;
  }
}
