package dev.kekkai.dekstore;

import dev.kekkai.config.DekSettings;
import dev.kekkai.cryptoki.TokenException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes uses of a DEK out of its budget, for one process: a number of them at a time, written to
 * the row before the first one is used. All processes together never encrypt more often than the
 * budget allows; what a process that dies has not used is lost. They are counts, never nonces.
 * Thread-safe.
 */
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
  private static final int TRIES = 100;
  private static final int WARN_PERCENT = 80;

  private final DekStore store;
  private final TagKey tagKey;
  private final long budget;
  private final long largest;
  private final Duration cryptoperiod;

  Leases(DekStore store, TagKey tagKey, DekSettings settings) {
    this.store = store;
    this.tagKey = tagKey;
    this.budget = settings.budget();
    this.largest = settings.maxUses();
    this.cryptoperiod = settings.cryptoperiod();
  }

  /** What a new DEK starts with; its check token takes one. */
  static long first(DekSettings settings) {
    return Math.min(
        Math.max(2, Math.min(OpenDek.FIRST_LEASE, settings.maxUses())), settings.budget());
  }

  /**
   * More uses for an open DEK, granted to its handle.
   *
   * @return empty when its budget or cryptoperiod is at its end, or it encrypts no more
   */
  Optional<OpenDek> more(OpenDek dek) throws TokenException {
    DekRecord row = dek.row();
    for (int i = 0; i < TRIES; i++) {
      long left = budget - row.usesLeased();
      if (left <= 0 || !row.state().encrypts() || OpenDek.isOver(row, cryptoperiod)) {
        return Optional.empty();
      }
      long size = Math.min(dek.nextLease(), left);
      DekRecord leased = tagKey.tags().tagged(row.withLease(size));
      if (store.update(row, leased)) {
        warn(row, leased);
        dek.handle().grant(size);
        return Optional.of(dek.with(leased, cryptoperiod, Math.min(largest, 2 * dek.nextLease())));
      }
      row = newer(row);
    }
    throw new StoreException(
        "Others change the row of the DEK '" + row.name() + "' all the time; try again", null);
  }

  /** The row as it is now, which somebody has changed since. */
  private DekRecord newer(DekRecord known) throws TokenException {
    DekRecord row = store.find(known.id()).orElseThrow(() -> gone(known));
    return checked(row, known);
  }

  /** A row that is as it was written, and what the known one has become. */
  DekRecord checked(DekRecord row, DekRecord known) throws TokenException {
    tagKey.tags().verified(row);
    if (!row.isSameDekAs(known)) {
      throw DekRowChangedException.dek(row);
    }
    if (row.revision() < known.revision()) {
      throw DekRowChangedException.older(row, known.revision());
    }
    return row;
  }

  static StoreException gone(DekRecord row) {
    return new StoreException(
        "The row of the DEK '"
            + row.name()
            + "' is gone from the store; nothing more is encrypted under it",
        null);
  }

  private void warn(DekRecord before, DekRecord after) {
    long threshold = budget / 100 * WARN_PERCENT + budget % 100 * WARN_PERCENT / 100;
    if (before.usesLeased() < threshold && after.usesLeased() >= threshold) {
      LOG.info(
          "The DEK '{}' version {} has {} of {} uses left; then there is a new version",
          after.name(),
          after.version(),
          budget - after.usesLeased(),
          budget);
    }
  }
}
