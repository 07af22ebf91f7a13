package dev.kekkai.cli.doctor;

import org.jspecify.annotations.Nullable;

/**
 * How it went with a module in a process of its own.
 *
 * @param problem what went wrong, in words; null when nothing did
 * @param usable whether the module could be initialised and asked, so that what went wrong came
 *     later, when it was finalised or initialised again
 * @param last the step that it came to
 * @param whole whether it came to its end without a problem
 */
public record TrialResult(@Nullable String problem, boolean usable, TrialStep last, boolean whole) {

  /**
   * Whether C_Finalize worked.
   *
   * @return true when it did
   */
  public boolean finalizes() {
    return last.compareTo(TrialStep.FINALIZE) > 0;
  }

  /**
   * Whether C_Initialize worked once more after C_Finalize.
   *
   * @return true when it did
   */
  public boolean reinitializes() {
    return last.compareTo(TrialStep.INITIALIZE_AGAIN) > 0;
  }
}
