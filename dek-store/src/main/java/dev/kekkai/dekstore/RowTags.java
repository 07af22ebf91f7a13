package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;

/**
 * Tags rows and checks their tags. A tag covers the whole row and the store's id, so that a changed
 * column, and what was moved here from another row or store, show. Thread-safe.
 */
final class RowTags implements StoreGuard {
  private final UUID store;
  private final RowMac mac;

  RowTags(UUID store, RowMac mac) {
    this.store = store;
    this.mac = mac;
  }

  /** The row with a tag, wrapped under the KEK of the given CKA_ID. */
  DekRecord tagged(DekRecord row, String kekId) throws TokenException {
    DekRecord named = row.withTag(new RowTag(kekId, ""));
    return named.withTag(new RowTag(kekId, compute(named)));
  }

  /** The next revision of a row that is wrapped under the same KEK as before. */
  DekRecord tagged(DekRecord row) throws TokenException {
    return tagged(row, row.tag().kekId());
  }

  /**
   * Passes a row that is as it was tagged.
   *
   * @throws DekRowChangedException when it is not, or has no tag
   */
  DekRecord verified(DekRecord row) throws TokenException {
    if (!row.tag().isPresent()) {
      throw DekRowChangedException.untagged(row);
    }
    if (!isSame(row.tag().mac(), compute(row))) {
      throw DekRowChangedException.tag(row);
    }
    return row;
  }

  /** A KEK's row with a tag. */
  KekRecord tagged(KekRecord row) throws TokenException {
    return row.withTag(compute(row));
  }

  /**
   * Passes a KEK's row that is as it was tagged.
   *
   * @throws KekRowChangedException when it is not, or has no tag
   */
  KekRecord verified(KekRecord row) throws TokenException {
    if (row.tag().isEmpty()) {
      throw KekRowChangedException.untagged(row);
    }
    if (!isSame(row.tag(), compute(row))) {
      throw KekRowChangedException.tag(row);
    }
    return row;
  }

  @Override
  public String tag(StoreHead head) throws TokenException {
    return Base64.getEncoder().encodeToString(mac.of(RowEncoding.of(head)));
  }

  @Override
  public void requireWritable() {}

  @Override
  public void changed(StoreHead head) {}

  private static boolean isSame(String is, String due) {
    return MessageDigest.isEqual(
        is.getBytes(StandardCharsets.UTF_8), due.getBytes(StandardCharsets.UTF_8));
  }

  private String compute(KekRecord row) throws TokenException {
    return Base64.getEncoder().encodeToString(mac.of(RowEncoding.of(store, row)));
  }

  private String compute(DekRecord row) throws TokenException {
    return Base64.getEncoder().encodeToString(mac.of(RowEncoding.of(store, row)));
  }
}
