package dev.kekkai.testkit.matrix;

/** How a test ended. */
public enum Outcome {
  /** It ran to its end. */
  PASSED,
  /** It failed. */
  FAILED,
  /** It gave up on an assumption; allowed through {@link NotSupported} only. */
  ABORTED,
  /** It was not started; never allowed. */
  SKIPPED
}
