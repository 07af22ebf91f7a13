package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.KeyKind;

/** Security strength by SP 800-57 part 1 revision 5, table 2. */
final class KeyStrength {
  private KeyStrength() {}

  static int of(KeyKind kind, int bits) {
    return switch (kind) {
      case AES_KEK, DEK, INDEX_KEY -> bits;
      case RSA_KEK -> rsa(bits);
      case EC_KEK, SEAL_KEY -> bits >= 512 ? 256 : bits / 2;
    };
  }

  private static int rsa(int modulus) {
    if (modulus >= 15360) {
      return 256;
    }
    if (modulus >= 7680) {
      return 192;
    }
    if (modulus >= 3072) {
      return 128;
    }
    return modulus >= 2048 ? 112 : 80;
  }
}
