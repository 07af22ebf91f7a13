package dev.kekkai.keyserver.audit.format;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a chain begins with: one for each start of a server.
 *
 * @param chain the chain's id
 * @param number its place in the one line of all chains of all servers, from 1
 * @param server the server that writes it, see {@link ServerName}
 * @param time when it was begun, in microseconds
 * @param previous the chain before it in the line; null for the first
 * @param own the newest seal of the same server's chain before; null where there is none
 */
public record ChainHeader(
    UUID chain,
    long number,
    String server,
    Instant time,
    @Nullable Previous previous,
    @Nullable SealedPoint own) {

  /** The longest encoding in bytes. */
  public static final int MAX_BYTES = 256;

  private static final int VERSION = 1;

  /**
   * Cuts the time to microseconds.
   *
   * @param chain as the record says
   * @param number as the record says
   * @param server as the record says
   * @param time as the record says
   * @param previous as the record says
   * @param own as the record says
   */
  public ChainHeader {
    if (number < 1) {
      throw new IllegalArgumentException("Chains are numbered from 1, not " + number);
    }
    ServerName.require(server);
    time = Micros.cut(time);
  }

  /**
   * The chain before in the line of all chains.
   *
   * @param chain its id
   * @param start what its chain starts from, {@code H(0)}, 32 bytes
   */
  public record Previous(UUID chain, Bytes start) {
    /**
     * Checks the length.
     *
     * @param chain as the record says
     * @param start as the record says
     */
    public Previous {
      HashChain.requireHash(start);
    }
  }

  /**
   * A point that was sealed.
   *
   * @param chain the chain
   * @param seal the seal's number in it
   * @param sequence the last entry under the seal; 0 for none
   * @param head the hash after that entry, 32 bytes
   */
  public record SealedPoint(UUID chain, long seal, long sequence, Bytes head) {
    /**
     * Checks the length.
     *
     * @param chain as the record says
     * @param seal as the record says
     * @param sequence as the record says
     * @param head as the record says
     */
    public SealedPoint {
      HashChain.requireHash(head);
    }
  }

  /**
   * The header's bytes.
   *
   * @return the canonical encoding
   */
  public byte[] encoded() {
    CanonicalWriter out =
        new CanonicalWriter().u8(VERSION).uuid(chain).i64(number).string(server).time(time);
    if (previous == null) {
      out.u8(0);
    } else {
      out.u8(1).uuid(previous.chain()).fixed(previous.start().array());
    }
    if (own == null) {
      out.u8(0);
    } else {
      out.u8(1).uuid(own.chain()).i64(own.seal()).i64(own.sequence()).fixed(own.head().array());
    }
    return out.bytes();
  }

  /**
   * Reads a header.
   *
   * @param bytes its encoding
   * @return the header
   * @throws AuditFormatException when it is not the encoding of any
   */
  public static ChainHeader decode(byte[] bytes) throws AuditFormatException {
    CanonicalReader in = new CanonicalReader(bytes);
    in.version(VERSION);
    UUID chain = in.uuid();
    long number = in.i64();
    String server = in.string(ServerName.MAX_BYTES);
    Instant time = in.time();
    Previous previous = in.flag() ? new Previous(in.uuid(), in.hash()) : null;
    SealedPoint own = in.flag() ? new SealedPoint(in.uuid(), in.i64(), in.i64(), in.hash()) : null;
    in.end();
    try {
      return new ChainHeader(chain, number, server, time, previous, own);
    } catch (IllegalArgumentException e) {
      throw new AuditFormatException("a header that no server writes: " + e.getMessage(), e);
    }
  }
}
