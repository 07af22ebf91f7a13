package dev.kekkai.keyserver.registry;

/** What callers of a registry hear when it is too old to go by. */
public final class RegistryTrouble {
  private RegistryTrouble() {}

  public static RegistryUnavailableException tooOld() {
    return new RegistryUnavailableException("the test says so");
  }
}
