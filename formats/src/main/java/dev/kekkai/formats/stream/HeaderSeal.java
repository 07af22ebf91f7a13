package dev.kekkai.formats.stream;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.IllegalBlockSizeException;

/**
 * The stream's id, sealed under the DEK with the header as AAD. It shows that a header was written
 * by somebody who had the DEK, and that a DEK is the header's own. It encrypts a few bytes, and not
 * none, because not every HSM takes an empty message.
 */
final class HeaderSeal {
  private HeaderSeal() {}

  static int bytes(StreamSuite suite) {
    return suite.overheadBytes() + 2 * Long.BYTES;
  }

  static HeaderSlot seal(
      SealedMessages messages, StreamIdentity identity, int generation, WrappedStreamDek wrapped)
      throws InvalidKeyException, IllegalBlockSizeException {
    byte[] aad = StreamAad.header(identity, HeaderSlot.body(generation, wrapped));
    byte[] id = identity.idBytes();
    byte[] seal = new byte[bytes(identity.suite())];
    messages.seal(aad, id, id.length, seal);
    return new HeaderSlot(generation, wrapped, seal);
  }

  /**
   * Makes sure of a header.
   *
   * @throws StreamDecryptionException when it was not sealed with this DEK
   */
  static void verify(SealedMessages messages, StreamHeader header)
      throws StreamDecryptionException, InvalidKeyException {
    HeaderSlot slot = header.slot();
    byte[] aad =
        StreamAad.header(header.identity(), HeaderSlot.body(slot.generation(), slot.wrapped()));
    byte[] id = new byte[slot.seal().length];
    int length = messages.open(aad, slot.seal(), slot.seal().length, id);
    if (!MessageDigest.isEqual(Arrays.copyOf(id, length), header.identity().idBytes())) {
      throw new StreamDecryptionException();
    }
  }
}
