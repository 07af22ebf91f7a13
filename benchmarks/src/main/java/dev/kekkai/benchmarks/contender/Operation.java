package dev.kekkai.benchmarks.contender;

import java.util.Arrays;
import java.util.Optional;

/** What is measured. The C program knows those of a token by the same ids. */
public enum Operation {
  /** AES key wrap of a software key: imported, wrapped, destroyed. */
  WRAP("wrap"),
  /** C_WrapKey of a key that is in the token already. */
  WRAP_ALONE("wrap-alone"),
  /** A wrapped DEK becomes an object in the token, is checked, and destroyed. */
  UNWRAP_HANDLE("unwrap-handle"),
  /** C_UnwrapKey and C_DestroyObject, without a look at what came out. */
  UNWRAP_ALONE("unwrap-alone"),
  /** A wrapped DEK becomes bytes in memory, and is destroyed in the token. */
  UNWRAP_SOFTWARE("unwrap-software"),
  /** AES-256-GCM with a fresh nonce that the contender makes. */
  ENCRYPT("encrypt"),
  /** AES-256-GCM with an IV that the caller counts. */
  ENCRYPT_IV("encrypt-iv"),
  /** AES-256-GCM back again. */
  DECRYPT("decrypt"),
  /** {@link #ENCRYPT_IV} from and to memory outside the Java heap. */
  ENCRYPT_DIRECT("encrypt-direct"),
  /** {@link #DECRYPT} from and to memory outside the Java heap. */
  DECRYPT_DIRECT("decrypt-direct"),
  /** A field of a table: fresh nonce, context, and whatever the contender writes beside it. */
  FIELD_ENCRYPT("field-encrypt"),
  /** A field of a table back again. */
  FIELD_DECRYPT("field-decrypt"),
  /** {@link #FIELD_ENCRYPT} to text. */
  FIELD_ENCRYPT_TEXT("field-encrypt-text"),
  /** {@link #FIELD_DECRYPT} from text. */
  FIELD_DECRYPT_TEXT("field-decrypt-text");

  private final String id;

  Operation(String id) {
    this.id = id;
  }

  /**
   * Its name in the protocol and in the results.
   *
   * @return lower case, with hyphens
   */
  public String id() {
    return id;
  }

  /**
   * The operation of an id.
   *
   * @param id as {@link #id()}
   * @return empty when there is none
   */
  public static Optional<Operation> of(String id) {
    return Arrays.stream(values()).filter(o -> o.id.equals(id)).findAny();
  }
}
