package dev.kekkai.cli.doctor;

import dev.kekkai.config.problem.Printable;

/**
 * How one step went.
 *
 * @param name which one; stable
 * @param status how it went
 * @param title what it is about, for people
 * @param text what was found, or what to do
 */
public record Step(String name, Status status, String title, String text) {

  /** How a step went. */
  public enum Status {
    /** As it should. */
    OK("ok"),
    /** It works, and something is to be known. */
    WARN("warn"),
    /** It does not work. */
    FAIL("fail");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /**
     * As reports have it.
     *
     * @return in lower case
     */
    public String word() {
      return word;
    }
  }

  /**
   * The step for people, in one line unless its text has several.
   *
   * @return begins with the status
   */
  public String line() {
    String begin =
        switch (status) {
          case OK -> "ok    ";
          case WARN -> "warn  ";
          case FAIL -> "FAIL  ";
        };
    return Printable.lines(begin + title + ": " + text);
  }
}
