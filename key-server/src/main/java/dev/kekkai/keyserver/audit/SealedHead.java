package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.SignedSeal;

/**
 * A seal that waits to be stored.
 *
 * @param point what it was made for
 * @param signed the seal
 * @param isSecondTry whether it could not be stored together with other rows before
 */
record SealedHead(UnsealedHead point, SignedSeal signed, boolean isSecondTry) {
  SealedHead(UnsealedHead point, SignedSeal signed) {
    this(point, signed, false);
  }

  SealedHead secondTry() {
    return new SealedHead(point, signed, true);
  }
}
