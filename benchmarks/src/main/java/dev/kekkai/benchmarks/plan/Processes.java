package dev.kekkai.benchmarks.plan;

import dev.kekkai.benchmarks.contender.Operation;

/**
 * Ids of the processes: a contender's id, with the binding appended for Kekkai ({@code
 * kekkai:nss:hsm:ffm}), or {@code c:TOKEN}.
 */
final class Processes {
  private Processes() {}

  /** Who does an operation on a token, for one column. */
  static String onToken(Column column, String token, Operation operation) {
    String bulk = operation == Operation.UNWRAP_SOFTWARE ? "software" : "hsm";
    return switch (column) {
      case KEKKAI_FFM -> "kekkai:" + token + ":" + bulk + ":ffm";
      case KEKKAI_IAIK -> "kekkai:" + token + ":" + bulk + ":iaik";
      case C -> "c:" + token;
      case SUN_PKCS11 -> "sunpkcs11:" + token;
      default -> throw new IllegalArgumentException(column + " has no token");
    };
  }

  /** Who does it through a keyring, and who without; all with the same binding. */
  static String keyring(Column column, String binding) {
    return switch (column) {
      case KEKKAI_FFM, KEKKAI_IAIK -> "keyring:nss:software:" + binding;
      case BARE_FIELD, BARE_GCM -> "kekkai:nss:software:" + binding;
      default -> throw new IllegalArgumentException(column + " has no keyring");
    };
  }

  /** Who does it in software; the token that Kekkai got the DEK from makes no difference. */
  static String inSoftware(Column column, Operation operation) {
    boolean field = operation == Operation.FIELD_ENCRYPT || operation == Operation.FIELD_DECRYPT;
    return switch (column) {
      case KEKKAI_FFM -> "kekkai:nss:software:ffm";
      case KEKKAI_IAIK -> "kekkai:nss:software:iaik";
      case SUN_JCE -> field ? "by-hand" : "sunjce";
      case TINK -> "tink";
      case TINK_ENVELOPE -> "tink-envelope";
      case AWS -> "aws";
      default -> throw new IllegalArgumentException(column + " does not work in software");
    };
  }
}
