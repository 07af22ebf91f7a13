package dev.kekkai.keyserver.audit.format;

import java.util.UUID;

/** A row of the audit log's tables as it stands there, good or bad. */
public sealed interface AuditRow {
  /**
   * The chain that the row says it belongs to.
   *
   * @return its id
   */
  UUID chain();

  /**
   * A chain's beginning.
   *
   * @param chain the chain's id
   * @param number its place in the line of all chains
   * @param server who writes it
   * @param header an encoded {@link ChainHeader}, which should say the same
   */
  record Chain(UUID chain, long number, String server, Bytes header) implements AuditRow {}

  /**
   * An entry.
   *
   * @param chain the chain's id
   * @param sequence its place in the chain, from 1
   * @param hash the chain's head after it
   * @param entry an encoded event, see {@link EntryCodec}
   */
  record Entry(UUID chain, long sequence, Bytes hash, Bytes entry) implements AuditRow {}

  /**
   * A seal.
   *
   * @param chain the chain's id
   * @param number its place among the chain's seals, from 0
   * @param sequence the last entry under it
   * @param seal an encoded {@link Seal}, which should say the same
   * @param signature the signature over it
   */
  record SealRow(UUID chain, long number, long sequence, Bytes seal, Bytes signature)
      implements AuditRow {
    /**
     * The row of a seal.
     *
     * @param signed the seal
     * @return what is stored of it
     */
    public static SealRow of(SignedSeal signed) {
      Seal seal = signed.seal();
      return new SealRow(
          seal.chain(),
          seal.number(),
          seal.sequence(),
          Bytes.of(seal.encoded()),
          signed.signature());
    }
  }
}
