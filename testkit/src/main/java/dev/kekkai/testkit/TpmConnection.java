package dev.kekkai.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Commands and responses of a TPM (TPM 2.0 Library, part 1, section 18): tag, size, code, then the
 * handles and all else.
 */
final class TpmConnection {
  static final int HEADER = 10;

  private static final short NO_SESSIONS = (short) 0x8001;
  private static final int LONGEST = 8192;

  private final SocketChannel channel;

  TpmConnection(SocketChannel channel) {
    this.channel = channel;
  }

  /** A command or response as a whole, or null where the other side has ended. */
  @Nullable ByteBuffer read() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    if (channel.read(header) < 0) {
      return null;
    }
    fill(header);
    int size = header.getInt(2);
    if (size < HEADER || size > LONGEST) {
      throw new IOException("No TPM command or response has " + size + " bytes");
    }
    ByteBuffer message = ByteBuffer.allocate(size).put(header.flip());
    fill(message);
    return message.flip();
  }

  private void fill(ByteBuffer to) throws IOException {
    while (to.hasRemaining()) {
      if (channel.read(to) < 0) {
        throw new EOFException("The TPM's connection ended within a message");
      }
    }
  }

  void write(ByteBuffer message) throws IOException {
    ByteBuffer rest = message.duplicate();
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  ByteBuffer call(ByteBuffer command) throws IOException {
    write(command);
    ByteBuffer response = read();
    if (response == null) {
      throw new EOFException("The TPM has ended");
    }
    return response;
  }

  /** A command without sessions; its response must be a success. */
  ByteBuffer call(int code, byte... rest) throws IOException {
    ByteBuffer response =
        call(
            ByteBuffer.allocate(HEADER + rest.length)
                .putShort(NO_SESSIONS)
                .putInt(HEADER + rest.length)
                .putInt(code)
                .put(rest)
                .flip());
    if (response.getInt(6) != 0) {
      throw new IOException("The TPM answered " + Integer.toHexString(response.getInt(6)));
    }
    return response;
  }
}
