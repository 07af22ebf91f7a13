package dev.kekkai.cli.demo;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.FieldCipher;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.UUID;

/** A short measurement on one thread; a benchmark it is not. */
final class SpeedScene {
  private static final long WARM_UP = 300_000_000L;
  private static final long MEASURED = 400_000_000L;
  private static final byte[] FIELD = new byte[64];

  private final Stage stage;
  private final Story story;

  SpeedScene(Stage stage) {
    this.stage = stage;
    this.story = stage.story();
  }

  void play() throws TokenException, GeneralSecurityException {
    story.scene(
        "How fast: one thread, 0.4 s each after 0.3 s of warm-up, Java "
            + Runtime.version().feature());
    KekkaiProvider provider = stage.provider();
    TokenKey kek = provider.tokenKeys().primary(Stage.KEK);
    WrappedDek wrapped = provider.deks().generateWrapped(kek);
    measure("make and wrap a DEK", () -> provider.deks().generateWrapped(kek));
    measure("unwrap a DEK", () -> provider.deks().verify(wrapped));
    for (BulkMode mode : BulkMode.values()) {
      encrypt(wrapped, mode);
    }
  }

  private void encrypt(WrappedDek wrapped, BulkMode mode)
      throws TokenException, GeneralSecurityException {
    KekkaiProvider provider = stage.provider();
    DekPolicy configured = DekPolicy.of(provider.source().config()).withBulk(mode);
    DekPolicy policy = new DekPolicy(mode, configured.maxAge(), Long.MAX_VALUE);
    FieldCipher cipher = FieldCipher.with(provider);
    UUID id = UUID.randomUUID();
    try (DekHandle dek = provider.deks().open(wrapped, policy)) {
      DekKey key = new DekKey(provider.source(), dek);
      byte[] token = cipher.encrypt(key, id, FIELD, VaultScene.place("x"));
      String where = ", 64 bytes, bulk = " + mode.name().toLowerCase(Locale.ROOT);
      measure("encrypt" + where, () -> cipher.encrypt(key, id, FIELD, VaultScene.place("x")));
      measure("decrypt" + where, () -> cipher.decrypt(key, id, token, VaultScene.place("x")));
    }
  }

  private void measure(String what, Work work) throws TokenException, GeneralSecurityException {
    run(work, WARM_UP);
    long start = System.nanoTime();
    long count = run(work, MEASURED);
    double seconds = (System.nanoTime() - start) / 1e9;
    story.fact(
        what,
        String.format(
            Locale.ROOT, "%,9.0f a second  (%,d in %.2f s)", count / seconds, count, seconds));
  }

  private static long run(Work work, long nanos) throws TokenException, GeneralSecurityException {
    long end = System.nanoTime() + nanos;
    long count = 0;
    while (System.nanoTime() < end) {
      work.run();
      count++;
    }
    return count;
  }

  private interface Work {
    void run() throws TokenException, GeneralSecurityException;
  }
}
