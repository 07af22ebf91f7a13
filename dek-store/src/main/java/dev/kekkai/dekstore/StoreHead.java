package dev.kekkai.dekstore;

import java.util.UUID;

/**
 * What a store holds, in one number and two digests: they change with every change of a row.
 *
 * @param store id of the store
 * @param counter how often rows were changed since the store was set up
 * @param root digest over the tags of all DEK rows, in hexadecimal; empty when there are none
 * @param keks digest over the tags of all KEK rows, in hexadecimal; empty when there are none
 */
public record StoreHead(UUID store, long counter, String root, String keks) {

  /**
   * The head after a change.
   *
   * @param newRoot digest over the DEK rows as they are now
   * @param newKeks digest over the KEK rows as they are now
   * @return the counter one up
   */
  public StoreHead next(String newRoot, String newKeks) {
    return new StoreHead(store, counter + 1, newRoot, newKeks);
  }

  /**
   * Further on, with the same rows.
   *
   * @param further its counter
   * @return a new head
   */
  public StoreHead at(long further) {
    return new StoreHead(store, further, root, keks);
  }

  /**
   * Whether the store has been further than this, or was elsewhere.
   *
   * @param seen a head of the same store that somebody has seen
   * @return true when this counter is smaller, or the same with other rows
   */
  public boolean isOlderThan(StoreHead seen) {
    return counter < seen.counter
        || (counter == seen.counter && !(root.equals(seen.root) && keks.equals(seen.keks)));
  }
}
