package dev.kekkai.integration.failures;

/**
 * Where a fault is put: a C_ function in the course of a piece of work.
 *
 * @param function such as {@code C_Encrypt}
 * @param work what calls it
 * @param lost false: the function is not called; true: it is called, and its answer lost
 */
record Place(String function, Work work, boolean lost) {

  static Place before(String function, Work work) {
    return new Place(function, work, false);
  }

  Place withAnswerLost() {
    return new Place(function, work, true);
  }

  /** How the table calls it. */
  String title() {
    return work.doing() + (lost ? "; the call is made and its answer lost" : "");
  }

  @Override
  public String toString() {
    return function + " while " + title();
  }
}
