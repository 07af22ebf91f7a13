package dev.kekkai.cli;

import dev.kekkai.cli.DoctorSteps.StepFailed;
import dev.kekkai.cli.doctor.Report;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.PinFormat;
import dev.kekkai.cryptoki.OtherTokenException;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kekkai doctor} does, in whatever process. The first step that fails ends it: the
 * later ones build on it.
 */
final class Doctor {
  private static final int RANDOM_BYTES = 32;
  private static final String TOKEN = "module, token and login";
  private static final Map<String, String> DEVELOPMENT = Map.of("environment", "development");
  private static final String LENIENT_TEXT =
      "as if environment = development, to write the profile that was asked for";

  private final Globals globals;
  private final DoctorOptions options;
  private final DoctorListener listener;
  private final DoctorSteps steps;
  private @Nullable Report report;

  /** The configuration's profile was measured on another token. */
  private boolean wrongToken;

  Doctor(Globals globals, DoctorOptions options, DoctorListener listener) {
    this.globals = globals;
    this.options = options;
    this.listener = listener;
    this.steps = new DoctorSteps(listener);
  }

  /** Takes all steps, and tells of them; what a step met is no exception here. */
  DoctorSteps examine() {
    try {
      KekkaiConfig config =
          steps.step("configuration", "configuration", globals::load, c -> "no problem found");
      DoctorProbes probes = new DoctorProbes(config, steps, options, listener);
      if (!options.quick()) {
        probes.load();
      }
      examine(config, probes);
    } catch (StepFailed e) { // which it has told
      measureAllTheSame();
    }
    return steps;
  }

  private void examine(KekkaiConfig config, DoctorProbes probes) throws StepFailed {
    try (KekkaiProvider provider = KekkaiProvider.of(config, globals.consent())) {
      Token token = steps.step("token", TOKEN, () -> connect(provider), this::describe);
      examine(provider, token, probes);
    }
  }

  /**
   * Before production takes a profile it has to be measured, and so has a token that another one's
   * profile was refused on: where a profile is to be suggested, and the configuration was refused
   * before anybody logged in, the token is examined as if in development.
   */
  private void measureAllTheSame() {
    if (options.suggestion() == null || report != null || steps.exitCode() != ExitCode.USAGE) {
      return;
    }
    try {
      KekkaiConfig lenient =
          steps.step("lenient", "measuring all the same", this::lenient, c -> LENIENT_TEXT);
      DoctorProbes probes = new DoctorProbes(lenient, steps, options, listener);
      probes.load();
      try (KekkaiProvider provider = KekkaiProvider.of(lenient, globals.consent())) {
        Token token = steps.step("token", TOKEN, () -> connect(provider), this::describe);
        probe(probes, provider, token);
      }
    } catch (StepFailed e) {
      return; // it has been told
    }
  }

  /**
   * With the configuration's own profile if that is fit to be used for this. Else what it says of
   * PINs holds all the same, for the vendor's other tokens too, and the profile found instead may
   * not know of it: a PIN that can't be right costs no try.
   */
  private KekkaiConfig lenient() throws CliException {
    KekkaiConfig own = globals.load(DEVELOPMENT);
    if (!wrongToken) {
      return own;
    }
    PinFormat form =
        own.token()
            .profile()
            .profile()
            .map(profile -> profile.login().pinFormat())
            .orElse(PinFormat.PLAIN);
    return globals
        .load(Map.of("environment", "development", "profile", "auto"))
        .wantingPinForm(form);
  }

  private void examine(KekkaiProvider provider, Token token, DoctorProbes probes)
      throws StepFailed {
    warnOfSoftware(token);
    steps.step("random", "random numbers", () -> random(token), n -> n + " bytes from the token");
    if (!options.quick()) {
      probe(probes, provider, token);
    }
    TokenKey kek = steps.step("kek", "KEK", () -> kek(provider), KekTable::describe);
    DoctorKeys keys = new DoctorKeys(provider, kek);
    if (kek.kind() == KeyKind.EC_KEK) { // a key server's, which wraps no DEKs by itself
      steps.step("seal", "seal and open a throw-away item", keys::seal, r -> r);
    } else {
      String bulk = bulk(provider.source().config());
      steps.step("wrap", "wrap and unwrap a throw-away DEK", keys::wrap, r -> r);
      steps.step("bulk", "AES-256-GCM, bulk = " + bulk, keys::encrypt, r -> r);
    }
    steps.step("store", "DEK store", () -> store(provider, kek), r -> r);
  }

  private void probe(DoctorProbes probes, KekkaiProvider provider, Token token) throws StepFailed {
    Report found =
        steps.step(
            "probes",
            "how the token behaves",
            () -> probes.examine(provider, token),
            r -> r.findings().size() + " findings, below");
    report = found;
    Path file = options.suggestion();
    if (file != null) {
      steps.step("suggestion", "profile written", () -> DoctorProbes.suggest(found, file), t -> t);
    }
  }

  private Token connect(KekkaiProvider provider) throws CliException {
    try {
      return provider.source().get();
    } catch (OtherTokenException e) {
      wrongToken = true;
      throw Workspace.unreachable(e);
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
      steps.warn(
          "software",
          "software token",
          "its keys are in files, for whoever reads them and the PIN. For development only");
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

  private static String store(KekkaiProvider provider, TokenKey kek)
      throws TokenException, CliException {
    KekkaiConfig config = provider.source().config();
    String url = config.store();
    if (url == null) {
      return "none is configured; encrypt and decrypt need one";
    }
    if (!KekCreateCommand.wrapsDeks(kek)) {
      throw new CliException(
          ExitCode.REFUSED,
          kek.ref()
              + " is no AES KEK, and DEKs of a store are under no other: name another kek, or leave"
              + " store out where there are sealed items only");
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
}
