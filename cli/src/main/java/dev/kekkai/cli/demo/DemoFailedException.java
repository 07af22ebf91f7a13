package dev.kekkai.cli.demo;

/** Something the demo was about to claim turned out not to be so. */
public final class DemoFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * With what is wrong.
   *
   * @param message what is not so
   */
  public DemoFailedException(String message) {
    super("The demo found something wrong: " + message);
  }
}
