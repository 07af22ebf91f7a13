package dev.kekkai.client;

/**
 * The item does not open.
 *
 * <p>The one error for every way an item can be wrong: altered, cut short, no sealed envelope at
 * all, under a KEK the server does not have, or bound to another context. It always has the same
 * text and never a cause. Trying again does not help.
 */
public final class NotOpenedException extends KeyServerException {

  private static final long serialVersionUID = 1L;

  NotOpenedException() {
    super("The item does not open with this context", null);
  }
}
