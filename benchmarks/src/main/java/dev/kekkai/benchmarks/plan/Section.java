package dev.kekkai.benchmarks.plan;

/** A group of rows that share their processes. */
public enum Section {
  /** In the HSM, where the module itself costs next to nothing. */
  NSS("nss", "NSS softokn"),
  /** In the HSM, with the module most people start with. */
  SOFTHSM2("softhsm2", "SoftHSM2"),
  /** {@code bulk = software}. */
  SOFTWARE("software", "In software"),
  /** Fields of a table. */
  FIELD("field", "Fields of a table"),
  /** The same through a keyring. */
  KEYRING("keyring", "Through the keyring");

  private final String id;
  private final String title;

  Section(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /**
   * Its name in row ids.
   *
   * @return the token's name for the sections of a token
   */
  public String id() {
    return id;
  }

  /**
   * Its heading.
   *
   * @return for people
   */
  public String title() {
    return title;
  }
}
