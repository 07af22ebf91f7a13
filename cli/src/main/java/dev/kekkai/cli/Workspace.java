package dev.kekkai.cli;

import dev.kekkai.cli.file.FileDeks;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.OtherTokenException;
import dev.kekkai.cryptoki.RefusedConfigurationException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekLifecycle;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command works with: configuration, token and store, opened when asked for. */
final class Workspace implements AutoCloseable {
  private final KekkaiConfig config;
  private final KekkaiProvider provider;
  private @Nullable StoreDatabase store;

  Workspace(Globals globals) throws CliException {
    this.config = globals.load();
    this.provider = KekkaiProvider.of(config, globals.consent());
  }

  KekkaiConfig config() {
    return config;
  }

  /** The provider, with the token connected. */
  KekkaiProvider provider() throws CliException {
    try {
      provider.source().get();
      return provider;
    } catch (TokenException e) {
      throw unreachable(e);
    }
  }

  /** Exit code and message for a token that can't be connected. */
  static CliException unreachable(TokenException e) {
    boolean refused =
        e instanceof RefusedConfigurationException || e instanceof OtherTokenException;
    int exitCode = refused ? ExitCode.USAGE : ExitCode.TOKEN;
    return new CliException(exitCode, Failures.message(e), e);
  }

  boolean hasStore() {
    return config.store() != null;
  }

  Optional<StoreDatabase> storeIfAny() {
    String url = config.store();
    if (store == null && url != null) {
      store = StoreDatabase.open(url, config.environment());
    }
    return Optional.ofNullable(store);
  }

  StoreDatabase store() throws CliException {
    return storeIfAny()
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.USAGE,
                    "This needs a DEK store: set store = JDBC-URL in the configuration, such as"
                        + " jdbc:h2:file:/var/lib/kekkai/store;WRITE_DELAY=0"));
  }

  /** For whoever administers one of the store's KEK versions. */
  KekLifecycle keks(KekRef ref) throws CliException {
    requireInStore(ref);
    return new KekLifecycle(provider(), store().deks(), store().keks(), Clock.systemUTC());
  }

  /** Refuses a KEK version that the store has none of. */
  void requireInStore(KekRef ref) throws CliException {
    if (store().keks().find(ref).isEmpty()) {
      throw new CliException(ExitCode.NOT_FOUND, "The DEK store has no KEK " + ref);
    }
  }

  Keyring keyring() throws CliException {
    return new Keyring(provider(), store().deks(), store().keks());
  }

  /** DEKs of files; the store, where there is one, says which KEKs are primary. */
  FileDeks fileDeks() throws CliException {
    return new FileDeks(provider(), storeIfAny().map(StoreDatabase::keks));
  }

  @Override
  public void close() {
    provider.close();
    if (store != null) {
      store.close();
    }
  }
}
