package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.fixture.Caller;
import dev.kekkai.keyserver.fixture.TestPki;
import dev.kekkai.keyserver.fixture.World;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A CONNECT of HTTP/2 (RFC 9113, section 8.5) has no path: it is not found, and nothing breaks. */
class Http2ConnectTest {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM_AND_HEADERS = 5;
  private static final int FRAME_HEADER = 9;

  /** HPACK (RFC 7541, appendix A): {@code :status} 404, which is in the static table. */
  private static final byte NOT_FOUND = (byte) (0x80 | 13);

  @Test
  void it_is_not_found_and_no_longer_under_way() throws Exception {
    World world = new World();
    try {
      ClientListener server = world.serve();
      try (RawConnection raw =
          RawConnection.http2(
              TestPki.context(world.pki.authority(), world.alice.identity()), server.port())) {
        raw.say(PREFACE);
        raw.say(frame(SETTINGS, 0, 0, new byte[0]));
        raw.say(frame(HEADERS, END_STREAM_AND_HEADERS, 1, connect("localhost:" + server.port())));
        assertThat(status(answer(raw))).isEqualTo(NOT_FOUND);
        Caller alice = Caller.of(world, server, world.alice);
        assertThat(alice.get("/v1/keks").status()).isEqualTo(200);
      }
      long begin = System.nanoTime();
      server.close();
      // what is believed to be under way is waited for, 15 s
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    } finally {
      world.close();
    }
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + payload.length);
    frame.put((byte) 0).putShort((short) payload.length).put((byte) type).put((byte) flags);
    return frame.putInt(stream).put(payload).array();
  }

  /** Names from the static table (2 and 1), values as they are. */
  private static byte[] connect(String authority) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    literal(block, 2, "CONNECT");
    literal(block, 1, authority);
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, int name, String value) {
    block.write(name);
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  /** The first field, behind updates of the table's size (RFC 7541, section 6.3). */
  private static byte status(byte[] block) {
    int at = 0;
    while ((block[at] & 0xe0) == 0x20) {
      boolean more = (block[at++] & 0x1f) == 0x1f;
      while (more && (block[at++] & 0x80) != 0) {}
    }
    return block[at];
  }

  /** The header block of the first answer; frames about the connection are passed over. */
  private static byte[] answer(RawConnection raw) throws Exception {
    while (true) {
      byte[] header = raw.hear(FRAME_HEADER);
      assertThat(header).as("a frame").hasSize(FRAME_HEADER);
      ByteBuffer frame = ByteBuffer.wrap(header);
      byte[] payload = raw.hear((frame.get() & 0xff) << 16 | (frame.getShort() & 0xffff));
      if (header[3] == HEADERS) {
        return payload;
      }
    }
  }
}
