package dev.kekkai.config;

/**
 * In which versions of the formats this process writes ({@code write-format}); all that there ever
 * were are read, whatever it says. While releases are upgraded one process at a time, the newer
 * ones are told to write what the older ones read.
 *
 * <p>A number stands for one version of each format and never gets another meaning. A release that
 * brings a new version of any of them adds a number, and writes the number before for as long as it
 * is told to.
 */
public enum WriteFormat {
  /** What 0.1 reads: version 1 of everything. */
  FORMAT_1(1, 1, 1, 1);

  /** What is written where nothing is said. */
  public static final WriteFormat NEWEST = FORMAT_1;

  private final int number;
  private final int fieldToken;
  private final int stream;
  private final int blindIndex;

  WriteFormat(int number, int fieldToken, int stream, int blindIndex) {
    this.number = number;
    this.fieldToken = fieldToken;
    this.stream = stream;
    this.blindIndex = blindIndex;
  }

  /**
   * What stands for it in a configuration.
   *
   * @return 1 and up
   */
  public int number() {
    return number;
  }

  /**
   * The version of field tokens.
   *
   * @return as in {@code docs/formats/field-token.md}
   */
  public int fieldToken() {
    return fieldToken;
  }

  /**
   * The version of streams.
   *
   * @return as in {@code docs/formats/stream.md}
   */
  public int stream() {
    return stream;
  }

  /**
   * The version of blind indexes, whose values are searched for as they are written: one column has
   * one version, whatever this says, until it is computed anew.
   *
   * @return as in {@code docs/formats/blind-index.md}
   */
  public int blindIndex() {
    return blindIndex;
  }
}
