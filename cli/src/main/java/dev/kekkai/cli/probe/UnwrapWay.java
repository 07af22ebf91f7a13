package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Template;

/**
 * A way in which the token unwraps a known AES key, for probes that look at the result.
 *
 * @param name what it is, for people
 * @param mechanism the mechanism
 * @param kek the throw-away KEK
 * @param blob the known key, wrapped
 * @param value the known key
 * @param template what C_UnwrapKey takes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record UnwrapWay(
    String name,
    Mechanism mechanism,
    ObjectHandle kek,
    byte[] blob,
    byte[] value,
    Template template) {

  UnwrapWay with(Template other) {
    return new UnwrapWay(name, mechanism, kek, blob, value, other);
  }

  UnwrapWay withBlob(byte[] other) {
    return new UnwrapWay(name, mechanism, kek, other, value, template);
  }

  @Override
  public String toString() {
    return "UnwrapWay[" + name + "]";
  }
}
