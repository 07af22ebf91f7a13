package dev.kekkai.cli.probe;

import java.util.List;

/** Is told of an {@link Examination} while it runs; whoever implements it says what of. */
public interface ExaminationListener {
  /**
   * Before the first one.
   *
   * @param probes what each is about, in their order
   */
  default void plans(List<String> probes) {}

  /**
   * A probe begins.
   *
   * @param about what it is about
   */
  default void begins(String about) {}

  /**
   * Something was found by a probe that goes on, and may yet find otherwise.
   *
   * @param name of the finding
   * @param value of the finding
   */
  default void noted(String name, String value) {}

  /**
   * A probe has ended, in whatever way.
   *
   * @param about what it was about
   * @param all what was found until now, by all of them
   */
  default void ended(String about, List<Finding> all) {}

  /**
   * A probe could not be brought to an end.
   *
   * @param failure what it was about, and why
   */
  default void failed(String failure) {}

  /**
   * Token objects were counted before the probes.
   *
   * @param objects their number
   */
  default void countedBefore(int objects) {}

  /**
   * Token objects were counted after the probes.
   *
   * @param objects their number
   */
  default void countedAfter(int objects) {}
}
