package dev.kekkai.benchmarks.contender;

import java.nio.file.Path;

/**
 * Contenders by their ids: {@code kekkai:TOKEN:BULK}, {@code keyring:TOKEN:BULK}, {@code
 * sunpkcs11:TOKEN}, {@code sunjce}, {@code by-hand}, {@code tink}, {@code tink-envelope}, {@code
 * aws}.
 */
public final class Contenders {
  private Contenders() {}

  /**
   * Opens one; a process should never open a second, so that neither disturbs the other's code.
   *
   * @param folder where the tokens and their configurations are
   * @param id one of the ids above
   * @return the contender
   * @throws Exception when it can't be had here
   */
  public static Contender open(Path folder, String id) throws Exception {
    String[] parts = id.split(":", -1);
    return switch (parts[0]) {
      case "kekkai" -> KekkaiContender.open(BenchToken.configuration(folder, parts[1], parts[2]));
      case "keyring" ->
          KeyringContender.open(folder, BenchToken.configuration(folder, parts[1], parts[2]));
      case "sunpkcs11" -> SunPkcs11Contender.open(BenchToken.load(folder, parts[1]));
      case "sunjce" -> new SunJceContender();
      case "by-hand" -> ByHand.contender();
      case "tink" -> TinkContenders.heldKey();
      case "tink-envelope" -> TinkContenders.envelope();
      case "aws" -> AwsContender.contender();
      default -> throw new IllegalArgumentException("There is no contender " + id);
    };
  }
}
