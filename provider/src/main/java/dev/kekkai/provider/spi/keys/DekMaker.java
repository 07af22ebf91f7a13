package dev.kekkai.provider.spi.keys;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.spi.support.SpiContext;
import org.jspecify.annotations.Nullable;

/** New DEKs for JCA, by configuration or by a {@link DekSpec}. */
final class DekMaker {
  private final SpiContext context;

  DekMaker(SpiContext context) {
    this.context = context;
  }

  DekKey generate(@Nullable DekSpec spec) throws TokenException {
    TokenKey kek = kek(spec);
    return key(context.deks().generate(kek, method(spec, kek), policy(spec)));
  }

  DekKey take(byte[] value, @Nullable DekSpec spec) throws TokenException {
    TokenKey kek = kek(spec);
    return key(context.deks().importKey(kek, method(spec, kek), value, policy(spec)));
  }

  private TokenKey kek(@Nullable DekSpec spec) throws TokenException {
    return spec == null ? context.defaultKek() : context.keys().find(spec.kek());
  }

  private WrapMethod method(@Nullable DekSpec spec, TokenKey kek) throws TokenException {
    WrapMethod wanted = spec == null ? null : spec.method().orElse(null);
    return wanted != null ? wanted : context.mechanisms().preferred(kek);
  }

  private DekPolicy policy(@Nullable DekSpec spec) {
    DekPolicy configured = context.policy();
    return spec == null ? configured : spec.bulk().map(configured::withBulk).orElse(configured);
  }

  private DekKey key(DekHandle handle) {
    return new DekKey(context.source(), handle);
  }
}
