package dev.kekkai.keyserver.audit.format;

import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.registry.Operation;

/** The numbers and names in entries. Each is fixed for ever. */
public final class EntryWords {
  private EntryWords() {}

  static int code(Operation operation) {
    return switch (operation) {
      case DECRYPT -> 1;
      case RESEAL -> 2;
      case AUDIT -> 3;
    };
  }

  static Operation operation(int code) throws AuditFormatException {
    return switch (code) {
      case 1 -> Operation.DECRYPT;
      case 2 -> Operation.RESEAL;
      case 3 -> Operation.AUDIT;
      default -> throw new AuditFormatException("an entry of operation " + code);
    };
  }

  static int code(Outcome outcome) {
    return switch (outcome) {
      case ALLOWED -> 1;
      case REFUSED -> 2;
      case NOT_OPENED -> 3;
      case UNAVAILABLE -> 4;
    };
  }

  static Outcome outcome(int code) throws AuditFormatException {
    return switch (code) {
      case 1 -> Outcome.ALLOWED;
      case 2 -> Outcome.REFUSED;
      case 3 -> Outcome.NOT_OPENED;
      case 4 -> Outcome.UNAVAILABLE;
      default -> throw new AuditFormatException("an entry of outcome " + code);
    };
  }

  /**
   * The name of an outcome in exports.
   *
   * @param outcome what became of an attempt
   * @return for instance {@code not-opened}
   */
  public static String id(Outcome outcome) {
    return switch (outcome) {
      case ALLOWED -> "allowed";
      case REFUSED -> "refused";
      case NOT_OPENED -> "not-opened";
      case UNAVAILABLE -> "unavailable";
    };
  }

  /**
   * The outcome of a name.
   *
   * @param id as {@link #id} gives it
   * @return the outcome
   * @throws AuditFormatException for any other name
   */
  public static Outcome outcome(String id) throws AuditFormatException {
    for (Outcome outcome : Outcome.values()) {
      if (id(outcome).equals(id)) {
        return outcome;
      }
    }
    throw new AuditFormatException("an unknown outcome");
  }

  /**
   * The operation of a name.
   *
   * @param id as {@link Operation#id} gives it
   * @return the operation
   * @throws AuditFormatException for any other name
   */
  public static Operation operation(String id) throws AuditFormatException {
    for (Operation operation : Operation.values()) {
      if (operation.id().equals(id)) {
        return operation;
      }
    }
    throw new AuditFormatException("an unknown operation");
  }
}
