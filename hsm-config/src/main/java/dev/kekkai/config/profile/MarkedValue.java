package dev.kekkai.config.profile;

/**
 * What a profile states of one knob.
 *
 * @param text the value as written, such as {@code 0x2109}
 * @param mark how it is known
 */
public record MarkedValue(String text, Mark mark) {

  /** As it is written in profiles, such as {@code 0x2109 [measured]}. */
  @Override
  public String toString() {
    return text + " " + mark.written();
  }
}
