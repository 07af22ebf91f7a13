package dev.kekkai.integration.keyserver;

/**
 * Bytes to look for.
 *
 * @param what what they are
 * @param bytes enough of them to be no accident
 */
record Secret(String what, byte[] bytes) {
  @Override
  public String toString() {
    return what;
  }
}
