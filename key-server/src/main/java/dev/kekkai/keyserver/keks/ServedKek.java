package dev.kekkai.keyserver.keks;

import dev.kekkai.formats.envelope.EnvelopeOpener;
import dev.kekkai.formats.envelope.PublicKek;

/**
 * One version of a KEK that this server can open with.
 *
 * @param publicKek what clients seal for
 * @param opener opens with the private half, which stays where it is
 */
public record ServedKek(PublicKek publicKek, EnvelopeOpener opener) {
  /** The id only. */
  @Override
  public String toString() {
    return "ServedKek[" + publicKek.kid() + "]";
  }
}
