package dev.kekkai.config.token;

/** How an operator names a token: by its label, or by an RFC 7512 URI. */
public sealed interface TokenSelector {

  /** Most bytes of UTF-8 in a token label (CK_TOKEN_INFO, PKCS#11 v3.0 section 3.2). */
  int MAX_LABEL_BYTES = 32;

  /**
   * Reads a selector: a URI when the text begins with {@code pkcs11:}, else a label.
   *
   * @param text the text
   * @return the selector
   * @throws InvalidPkcs11UriException if it is a URI that is malformed, names no token, or names
   *     more than a token
   * @throws IllegalArgumentException if it is a label that is blank or too long
   */
  static TokenSelector parse(String text) {
    return Pkcs11Uri.isUri(text) ? new ByUri(Pkcs11Uri.parse(text)) : new ByLabel(text);
  }

  /**
   * Whether a token is one the operator means.
   *
   * @param facts what the module says of the token
   * @return true if everything the selector states holds for the token
   */
  boolean matches(TokenFacts facts);

  /**
   * By label.
   *
   * @param label the label without padding, 1 to {@value #MAX_LABEL_BYTES} bytes of UTF-8
   */
  record ByLabel(String label) implements TokenSelector {

    /**
     * Checks the length.
     *
     * @param label the label; blank padding at its end is removed
     * @throws IllegalArgumentException if it is blank or too long
     */
    public ByLabel {
      label = TokenFacts.unpad(label);
      TokenSelectorRules.checkLabel(label);
    }

    @Override
    public boolean matches(TokenFacts facts) {
      return label.equals(facts.label());
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /**
   * By URI.
   *
   * @param uri a URI of token attributes only: {@code token}, {@code manufacturer}, {@code serial},
   *     {@code model}, {@code slot-id}
   */
  record ByUri(Pkcs11Uri uri) implements TokenSelector {

    /**
     * Checks that the URI names a token and nothing beside it.
     *
     * @param uri the URI
     * @throws InvalidPkcs11UriException if it does not
     */
    public ByUri {
      TokenSelectorRules.checkUri(uri);
    }

    @Override
    public boolean matches(TokenFacts facts) {
      return uri.matches(facts);
    }

    @Override
    public String toString() {
      return uri.toString();
    }
  }
}
