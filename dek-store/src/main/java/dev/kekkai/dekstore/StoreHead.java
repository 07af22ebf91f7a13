package dev.kekkai.dekstore;

import java.util.UUID;

/**
 * What a store holds, in one number and one digest: they change with every change of a row.
 *
 * @param store id of the store
 * @param counter how often rows were changed since the store was set up
 * @param root digest over the tags of all rows, in hexadecimal
 */
public record StoreHead(UUID store, long counter, String root) {

  /**
   * Whether the store has been further than this, or was elsewhere.
   *
   * @param seen a head of the same store that somebody has seen
   * @return true when this counter is smaller, or the same with another root
   */
  public boolean isOlderThan(StoreHead seen) {
    return counter < seen.counter || (counter == seen.counter && !root.equals(seen.root));
  }
}
