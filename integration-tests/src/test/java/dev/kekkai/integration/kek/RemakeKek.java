package dev.kekkai.integration.kek;

import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;

/** Destroys a KEK and makes another one of its name, in a process of its own. */
public final class RemakeKek {
  private RemakeKek() {}

  public static void main(String[] args) throws Exception {
    try (KekkaiProvider provider = new KekkaiProvider().configure(args[0])) {
      TokenKey old = provider.tokenKeys().find(args[1]);
      provider
          .source()
          .get()
          .withReadWrite(
              session -> {
                session.destroyObject(old.object());
                return true;
              });
      provider.maker().create(KekSpec.aes(old.ref().name()));
    }
  }
}
