package dev.kekkai.integration.store.kill;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;

/** Rotates a KEK as soon as it may, so that it can be killed while it does. */
public final class Rotate {
  private Rotate() {}

  /**
   * Says {@code ready}, waits for a line, rotates, and says {@code done}.
   *
   * @param args the configuration, the store's URL, and the KEK's name
   */
  public static void main(String[] args) throws Exception {
    try (KekkaiProvider provider = new KekkaiProvider().configure(args[0]);
        StoreDatabase store = StoreDatabase.open(args[1], Environment.DEVELOPMENT)) {
      Rotation rotation = new Rotation(provider, store.deks(), store.keks());
      provider.tokenKeys().labels();
      System.out.println("ready");
      System.in.read();
      rotation.rotate(args[2]);
      System.out.println("done");
    }
  }
}
