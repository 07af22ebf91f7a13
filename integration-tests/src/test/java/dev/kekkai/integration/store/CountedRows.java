package dev.kekkai.integration.store;

import dev.kekkai.dekstore.RowListener;

/** Adds up what is told of the rows of a store. */
final class CountedRows implements RowListener {
  private long total = -1;
  private long done;

  @Override
  public void total(long rows) {
    total = rows;
  }

  @Override
  public void done(long more) {
    done += more;
  }

  /** How many there are, and how many are done. */
  String told() {
    return done + " of " + total;
  }
}
