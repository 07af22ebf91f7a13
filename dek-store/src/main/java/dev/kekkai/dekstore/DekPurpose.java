package dev.kekkai.dekstore;

/**
 * What a stored key is for. It is fixed when the key is made, covered by the row's tag and bound
 * into the check token, so that no key of one purpose is ever used for the other.
 */
public enum DekPurpose {
  /** A DEK: AES-GCM of values. */
  ENCRYPT("encrypt"),
  /** The key of a blind index: HMAC of values, to find equal ones. */
  INDEX("index");

  private final String id;

  DekPurpose(String id) {
    this.id = id;
  }

  /**
   * The name fixed for storage.
   *
   * @return such as {@code encrypt}
   */
  public String id() {
    return id;
  }

  /**
   * Reads a stored name.
   *
   * @param id such as {@code encrypt}
   * @return the purpose
   * @throws IllegalArgumentException if there is none of that name
   */
  public static DekPurpose ofId(String id) {
    for (DekPurpose purpose : values()) {
      if (purpose.id.equals(id)) {
        return purpose;
      }
    }
    throw new IllegalArgumentException("There is no purpose '" + id + "' of a stored key");
  }
}
