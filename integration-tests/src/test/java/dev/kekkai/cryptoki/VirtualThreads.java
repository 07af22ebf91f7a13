package dev.kekkai.cryptoki;

/** Virtual threads in sources for Java 17. */
final class VirtualThreads {
  private VirtualThreads() {}

  /** On Java 21 and later only. */
  static Thread start(Runnable task) {
    try {
      return (Thread)
          Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
