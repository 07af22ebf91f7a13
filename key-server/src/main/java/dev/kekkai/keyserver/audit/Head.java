package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.Bytes;

/** Where a chain stands, durably: its last entry, 0 for none, and the hash after it. */
record Head(LiveChain chain, long sequence, Bytes hash) {
  static Head startOf(LiveChain chain) {
    return new Head(chain, 0, chain.start());
  }
}
