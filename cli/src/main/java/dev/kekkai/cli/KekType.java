package dev.kekkai.cli;

import dev.kekkai.provider.KekSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Kinds of KEK as the command line names them. */
enum KekType {
  AES,
  RSA,
  EC;

  private static final int AES_BITS = 256;
  private static final int RSA_BITS = 4096;
  private static final int EC_BITS = 521;

  /** The spec; refuses a length that the kind doesn't have. */
  KekSpec spec(String name, @Nullable Integer bits) throws CliException {
    try {
      return switch (this) {
        case AES -> aes(name, bits);
        case RSA -> KekSpec.rsa(name, bits == null ? RSA_BITS : bits);
        case EC -> KekSpec.ec(name, bits == null ? EC_BITS : bits);
      };
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, Failures.message(e), e);
    }
  }

  private static KekSpec aes(String name, @Nullable Integer bits) {
    if (bits != null && bits != AES_BITS) {
      throw new IllegalArgumentException("An AES KEK has 256 bits, not " + bits);
    }
    return KekSpec.aes(name);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
