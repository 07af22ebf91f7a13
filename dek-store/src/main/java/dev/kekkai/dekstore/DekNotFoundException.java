package dev.kekkai.dekstore;

/** The store has no DEK of that name. */
public final class DekNotFoundException extends StoreException {
  private static final long serialVersionUID = 1L;

  DekNotFoundException(String name) {
    super("The store has no DEK named '" + name + "'; Keyring.ensure makes one", null);
  }
}
