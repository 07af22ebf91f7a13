package dev.kekkai.integration.survive;

/**
 * One kind of work of a load.
 *
 * @param name for the counts
 * @param inToken whether it can't be done without the token
 * @param check does it once and compares the result with what software says
 */
record Work(String name, boolean inToken, Check check) {

  /** The work, done by one thread at a time. */
  interface Check {
    /** Whether the result is right. */
    boolean isRight() throws Exception;
  }
}
