package dev.kekkai.keyserver.audit.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * What is signed: that a chain had this head after this entry.
 *
 * @param chain the chain's id
 * @param number the seal's number in the chain, from 0
 * @param kind where in the chain it stands
 * @param server the server that writes the chain
 * @param sequence the last entry under it; 0 for none
 * @param head the hash after that entry, 32 bytes
 * @param time when it was made, in microseconds
 * @param key SHA-256 of the seal key's SubjectPublicKeyInfo, 32 bytes
 */
public record Seal(
    UUID chain,
    long number,
    SealKind kind,
    String server,
    long sequence,
    Bytes head,
    Instant time,
    Bytes key) {

  private static final int VERSION = 1;
  private static final byte[] DOMAIN = "kekkai audit seal\0".getBytes(StandardCharsets.US_ASCII);

  /**
   * Cuts the time to microseconds.
   *
   * @param chain as the record says
   * @param number as the record says
   * @param kind as the record says
   * @param server as the record says
   * @param sequence as the record says
   * @param head as the record says
   * @param time as the record says
   * @param key as the record says
   */
  public Seal {
    if (number < 0 || sequence < 0 || (kind == SealKind.START) != (number == 0)) {
      throw new IllegalArgumentException(
          "no " + kind.id() + " seal has number " + number + " and sequence " + sequence);
    }
    HashChain.requireHash(head);
    HashChain.requireHash(key);
    ServerName.require(server);
    time = Micros.cut(time);
  }

  /**
   * The seal's bytes.
   *
   * @return the canonical encoding
   */
  public byte[] encoded() {
    return new CanonicalWriter()
        .u8(VERSION)
        .u8(kind.code())
        .uuid(chain)
        .i64(number)
        .string(server)
        .i64(sequence)
        .fixed(head.array())
        .time(time)
        .fixed(key.array())
        .bytes();
  }

  /**
   * What the signature is over: the encoding behind a name that nothing else signed with the same
   * key begins with.
   *
   * @return the bytes to sign
   */
  public byte[] toBeSigned() {
    return new CanonicalWriter().fixed(DOMAIN).fixed(encoded()).bytes();
  }

  /**
   * Reads a seal.
   *
   * @param bytes its encoding
   * @return the seal
   * @throws AuditFormatException when it is not the encoding of any
   */
  public static Seal decode(byte[] bytes) throws AuditFormatException {
    CanonicalReader in = new CanonicalReader(bytes);
    in.version(VERSION);
    int code = in.u8();
    SealKind kind = SealKind.ofCode(code);
    if (kind == null) {
      throw new AuditFormatException("a seal of kind " + code);
    }
    UUID chain = in.uuid();
    long number = in.i64();
    String server = in.string(ServerName.MAX_BYTES);
    long sequence = in.i64();
    Bytes head = in.hash();
    Instant time = in.time();
    Bytes key = in.hash();
    in.end();
    try {
      return new Seal(chain, number, kind, server, sequence, head, time, key);
    } catch (IllegalArgumentException e) {
      throw new AuditFormatException("a seal that no server makes: " + e.getMessage(), e);
    }
  }
}
