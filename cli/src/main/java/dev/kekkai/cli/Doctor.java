package dev.kekkai.cli;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import java.io.PrintWriter;
import java.util.Locale;

/** The steps of {@code kekkai doctor}. The first that fails ends it: the later ones build on it. */
final class Doctor {
  private static final int RANDOM_BYTES = 32;

  private final Globals globals;
  private final PrintWriter out;

  Doctor(Globals globals, PrintWriter out) {
    this.globals = globals;
    this.out = out;
  }

  int examine() {
    try {
      KekkaiConfig config = step("configuration", globals::load, c -> "no problem found");
      try (KekkaiProvider provider = KekkaiProvider.of(config, globals.consent())) {
        Token token = step("module, token and login", () -> connect(provider), this::describe);
        warnOfSoftware(token);
        step("random numbers", () -> random(token), n -> n + " bytes from the token");
        TokenKey kek = step("KEK", () -> kek(provider), KekTable::describe);
        DoctorKeys keys = new DoctorKeys(provider, kek);
        step("wrap and unwrap a throw-away DEK", keys::wrap, r -> r);
        step("AES-256-GCM, bulk = " + bulk(config), keys::encrypt, r -> r);
        step("DEK store", () -> store(provider, kek), r -> r);
      }
      DoctorOutages.tell(config, out);
      out.println("Everything works.");
      return ExitCode.OK;
    } catch (StepFailed e) {
      tellOutages();
      return e.exitCode;
    }
  }

  /** What is wrong now may have begun in another process. */
  private void tellOutages() {
    try {
      DoctorOutages.tell(globals.load(), out);
    } catch (CliException | ConfigException e) {
      out.flush(); // the first step has said so
    }
  }

  private <T> T step(String what, Check<T> check, Describer<T> describer) throws StepFailed {
    try {
      T result = check.run();
      out.println("ok    " + what + ": " + describer.describe(result));
      return result;
    } catch (Exception e) {
      out.println("FAIL  " + what + ": " + Failures.message(e));
      throw new StepFailed(Failures.exitCode(e));
    } finally {
      out.flush();
    }
  }

  private static Token connect(KekkaiProvider provider) throws CliException {
    try {
      return provider.source().get();
    } catch (TokenException e) {
      throw Workspace.unreachable(e);
    }
  }

  private String describe(Token token) {
    return String.format(
        Locale.ROOT,
        "%s, profile %s, binding %s",
        token.info().describe(),
        token.profile().name(),
        token.binding());
  }

  private void warnOfSoftware(Token token) {
    if (token.profile().softwareToken()) {
      out.println(
          "warn  software token: its keys are in files, for whoever reads them and the PIN. For"
              + " development only");
    }
  }

  private static int random(Token token) throws TokenException {
    byte[] bytes = new byte[RANDOM_BYTES];
    token.with(
        session -> {
          session.generateRandom(bytes);
          return Boolean.TRUE;
        });
    for (byte b : bytes) {
      if (b != 0) {
        return bytes.length;
      }
    }
    throw new TokenException("C_GenerateRandom gave zeros only", false, null);
  }

  private static TokenKey kek(KekkaiProvider provider) throws CliException, TokenException {
    String name = provider.source().config().kek();
    if (name == null) {
      throw new CliException(ExitCode.USAGE, "none is named: set kek = NAME in the configuration");
    }
    return provider.tokenKeys().primary(name);
  }

  private static String store(KekkaiProvider provider, TokenKey kek) throws TokenException {
    KekkaiConfig config = provider.source().config();
    String url = config.store();
    if (url == null) {
      return "none is configured; encrypt and decrypt need one";
    }
    try (StoreDatabase database = StoreDatabase.open(url, config.environment())) {
      long deks = database.deks().count();
      KekRef primary = database.keks().primary(kek.ref().name()).map(row -> row.ref()).orElse(null);
      if (primary == null) {
        return deks + " DEKs; the KEK gets its canary with the first of its DEKs";
      }
      new KekRegistry(provider, database.keks()).primary(kek.ref().name());
      if (!primary.equals(kek.ref()) && isUnfinished(database, kek.ref())) {
        throw new StoreException(
            "the token has "
                + kek.ref()
                + ", the store "
                + primary
                + ": an interrupted rotation; run 'kekkai kek rotate "
                + primary.name()
                + "'",
            null);
      }
      return deks + " DEKs; " + primary + " opens its canary";
    }
  }

  /** A version that is newer than the primary one, and neither retired nor disabled. */
  private static boolean isUnfinished(StoreDatabase database, KekRef newest) {
    return database.keks().find(newest).map(row -> row.state() == KekState.PREPARED).orElse(true);
  }

  private static String bulk(KekkaiConfig config) {
    return config.bulk().mode().name().toLowerCase(Locale.ROOT);
  }

  private interface Check<T> {
    T run() throws Exception;
  }

  private interface Describer<T> {
    String describe(T result);
  }

  private static final class StepFailed extends Exception {
    private static final long serialVersionUID = 1L;

    final int exitCode;

    StepFailed(int exitCode) {
      super(null, null, false, false);
      this.exitCode = exitCode;
    }
  }
}
