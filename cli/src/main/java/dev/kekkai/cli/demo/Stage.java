package dev.kekkai.cli.demo;

import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;
import java.util.Map;

/**
 * What the scenes play with.
 *
 * @param secrets the users' secrets as the application knows them, by user
 */
record Stage(
    Story story,
    DemoFolder folder,
    KekkaiProvider provider,
    StoreDatabase database,
    Users users,
    Map<String, String> secrets) {
  /** The KEK of the story. */
  static final String KEK = "payments";

  /** The DEK that the users' secrets are under. */
  static final String DEK = "users";

  Keyring newKeyring() {
    return new Keyring(provider, database.deks(), database.keks());
  }
}
