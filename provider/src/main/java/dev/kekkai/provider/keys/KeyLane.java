package dev.kekkai.provider.keys;

import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.concurrent.Lane;
import org.jspecify.annotations.Nullable;

/**
 * A lane to a materialised key: the key as one user at a time sees it (with a keyed Cipher of its
 * own, in software), and a share of the handle's budget.
 */
final class KeyLane {
  private final Lane lane;
  private final @Nullable BulkKey key;
  private final boolean crowd;

  private KeyLane(Lane lane, @Nullable BulkKey key, boolean crowd) {
    this.lane = lane;
    this.key = key;
    this.crowd = crowd;
  }

  /** A new lane, with its maker in it. */
  static KeyLane entered(BulkKey shared) {
    return new KeyLane(new Lane(true), shared.lane(), false);
  }

  /** For one operation while all lanes are taken. */
  static KeyLane inCrowd(BulkKey shared) {
    return new KeyLane(new Lane(true), shared, true);
  }

  /** Stands where no lane may be made any more. */
  static KeyLane dead() {
    return new KeyLane(new Lane(false), null, false);
  }

  BulkKey key() {
    if (key == null) {
      throw new IllegalStateException("nobody enters a dead lane");
    }
    return key;
  }

  boolean isCrowd() {
    return crowd;
  }

  boolean enter() {
    return lane.enter();
  }

  boolean leave() {
    return lane.leave();
  }

  boolean retire() {
    return lane.retire();
  }

  boolean isRetired() {
    return lane.isRetired();
  }

  /** At the first visit, and whenever the bits of the mask come round. */
  boolean isClockDue(int mask) {
    return (lane.visit() & mask) == 0;
  }

  int left() {
    return lane.left();
  }

  /** Counts an encryption, out of the share or a new one. */
  boolean use(Budget budget) {
    int share = lane.left();
    if (share == 0) {
      share = budget.take();
    }
    lane.setLeft(Math.max(0, share - 1));
    return share > 0;
  }

  void giveBack(Budget budget) {
    budget.giveBack(lane.left());
    lane.setLeft(0);
  }

  /** Drops what the lane has of its own; the shared key is wiped by who holds it. */
  void wipe(BulkKey shared) {
    if (key != null && key != shared) {
      key.wipe();
    }
  }
}
