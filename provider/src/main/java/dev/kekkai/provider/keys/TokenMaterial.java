package dev.kekkai.provider.keys;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.bulk.BulkEngine;
import dev.kekkai.provider.bulk.BulkKey;
import java.time.Duration;

/** A DEK's key out of its blob, by the token. */
final class TokenMaterial implements DekMaterial {
  private final TokenSource source;
  private final TokenKeys keys;
  private final WrappedDek wrapped;
  private final BulkMode mode;
  private final BulkEngine engine;

  TokenMaterial(
      TokenSource source, TokenKeys keys, WrappedDek wrapped, BulkMode mode, BulkEngine engine) {
    this.source = source;
    this.keys = keys;
    this.wrapped = wrapped;
    this.mode = mode;
    this.engine = engine;
  }

  @Override
  public BulkKey get() throws TokenException {
    return keys.unwrapping(
        wrapped.kek(),
        kek -> {
          Deks.refuseHsmOnly(kek, mode == BulkMode.SOFTWARE, "bulk = software");
          BlobShape.check(wrapped, kek);
          BulkKey key = engine.materialise(wrapped, kek);
          keys.opened(kek, wrapped);
          return key;
        });
  }

  @Override
  public void requireUsable() throws TokenException {
    if (mode == BulkMode.SOFTWARE) {
      source.requireUpIfSo();
    }
  }

  @Override
  public Duration deadline() {
    return source.config().calls().deadline();
  }
}
