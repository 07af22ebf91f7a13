package dev.kekkai.cli.doctor;

/** What the other process does with the module, in this order. */
public enum TrialStep {
  /** Java starts. */
  START("the start of Java"),
  /** The library is loaded, and asked for its functions. */
  LOAD("loading"),
  /** The first C_Initialize. */
  INITIALIZE("C_Initialize"),
  /** C_GetInfo, and C_GetTokenInfo of each slot. */
  LOOK("C_GetInfo, C_GetSlotList or C_GetTokenInfo"),
  /** The first C_Finalize. */
  FINALIZE("C_Finalize"),
  /** C_Initialize once more. */
  INITIALIZE_AGAIN("the second C_Initialize"),
  /** C_Finalize once more. */
  FINALIZE_AGAIN("the second C_Finalize"),
  /** The process ends, and the library's exit handlers run. */
  END("the end of the process");

  private final String text;

  TrialStep(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
