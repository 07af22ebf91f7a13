package dev.kekkai.config.profile;

/** What to send for one boolean attribute of a template. */
public enum AttributeRule {
  /** Send CK_TRUE. */
  TRUE,
  /** Send CK_FALSE. */
  FALSE,
  /** Do not send the attribute: the module refuses it or forces its value. */
  OMIT;

  /**
   * Whether the attribute is sent at all.
   *
   * @return false for {@link #OMIT}
   */
  public boolean isSent() {
    return this != OMIT;
  }
}
