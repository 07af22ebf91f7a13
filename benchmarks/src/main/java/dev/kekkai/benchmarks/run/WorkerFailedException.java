package dev.kekkai.benchmarks.run;

/** A process could not be had, ended, or refused. The message says why, on one line. */
public final class WorkerFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  WorkerFailedException(String message) {
    super(message);
  }
}
