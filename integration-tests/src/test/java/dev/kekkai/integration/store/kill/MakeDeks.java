package dev.kekkai.integration.store.kill;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;

/** Makes one DEK after the other, and acknowledges each, until it is killed. */
public final class MakeDeks {
  private MakeDeks() {}

  /**
   * Does not return.
   *
   * @param args the configuration, the store's URL, and what the names begin with
   */
  public static void main(String[] args) throws Exception {
    try (KekkaiProvider provider = new KekkaiProvider().configure(args[0]);
        StoreDatabase store = StoreDatabase.open(args[1], Environment.DEVELOPMENT);
        Keyring keyring = new Keyring(provider, store.deks(), store.keks())) {
      for (int i = 0; ; i++) {
        String name = args[2] + i;
        DekRecord row = keyring.ensure(name);
        String token = keyring.encrypt(name, Made.value(name), Made.place(name));
        System.out.println(new Made(name, row.id(), token).line());
      }
    }
  }
}
