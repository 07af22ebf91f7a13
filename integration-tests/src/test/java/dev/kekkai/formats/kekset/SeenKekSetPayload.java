package dev.kekkai.formats.kekset;

/** The reader of a KEK set's payload without the signature, which would keep a fuzzer out. */
public final class SeenKekSetPayload {
  private SeenKekSetPayload() {}

  public static KekSet read(byte[] json) throws KekSetException {
    return KekSetPayload.read(json);
  }
}
