package dev.kekkai.cli;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekAdoption;
import dev.kekkai.provider.keys.KeyObject;
import dev.kekkai.provider.keys.NotTaken;
import dev.kekkai.provider.keys.TokenKey;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai kek create}: makes the first version of a KEK. */
@Command(
    name = "create",
    description = {
      "Makes a KEK on the token: not extractable, for wrapping and unwrapping only.",
      "The token's answer is read back, and the KEK tried with a throw-away DEK or item; a key that"
          + " came out otherwise, or can't be used, is destroyed again. Defences that the module does"
          + " not take are named."
    })
final class KekCreateCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "Its name, such as payments.")
  private String name = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "aes",
      description = "aes (default), rsa or ec.")
  private KekType type = KekType.AES;

  @Option(
      names = "--bits",
      paramLabel = "N",
      description = "aes: 256. rsa: 2048, 3072 or 4096 (default). ec: 256, 384 or 521 (default).")
  private @Nullable Integer bits;

  @Option(
      names = "--hsm-only",
      description =
          "DEKs under this KEK can never leave the token: no software mode, no rewrap, for ever.")
  private boolean hsmOnly;

  KekCreateCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    KekSpec wanted = type.spec(name, bits);
    try (Workspace workspace = new Workspace(globals)) {
      KekkaiProvider provider = workspace.provider();
      Optional<StoreDatabase> store =
          type == KekType.AES ? workspace.storeIfAny() : Optional.empty();
      refuseKnown(store);
      new KekAdoption(provider.source(), provider.tokenKeys()).prepare(wanted.kind(), name, true);
      KekTrial trial = new KekTrial(provider, wanted.kind());
      trial.refuseUseless();
      TokenKey made = provider.maker().create(hsmOnly ? wanted.withHsmOnly() : wanted);
      Optional<String> untried = trial.prove(made);
      PrintWriter out = spec.commandLine().getOut();
      out.println("Made " + KekTable.describe(made));
      notTaken(provider, made).forEach(missing -> out.println("Not taken: " + missing));
      untried.ifPresent(why -> out.println("Not tried: " + why));
      vouch(provider, made, out);
      if (store.isPresent()) {
        new KekRegistry(provider, store.get().keks()).register(made);
        out.println("Registered in the DEK store, with a canary");
      }
      return ExitCode.OK;
    }
  }

  /** Whoever runs this makes the key on purpose. */
  static void vouch(KekkaiProvider provider, TokenKey made, PrintWriter out) throws CliException {
    try {
      KekAdoption adoption = new KekAdoption(provider.source(), provider.tokenKeys());
      if (adoption.vouch(made, Clock.systemUTC())) {
        out.println(
            "Adopted (kek.trust = adopted): copy "
                + provider.source().config().kekAdopted()
                + " to every host that uses it");
      }
    } catch (TokenException e) {
      throw new CliException(
          ExitCode.FAILED,
          String.format(
              Locale.ROOT,
              "%s was made, but not adopted, so it is not used: %s. When that is mended, 'kekkai kek"
                  + " adopt %s' adopts it",
              made.ref(),
              Failures.message(e),
              made.ref()),
          e);
    }
  }

  /** What the module did not take of the strictest template, read back from the token. */
  private static List<NotTaken> notTaken(KekkaiProvider provider, TokenKey made)
      throws TokenException {
    Token token = provider.source().get();
    return NotTaken.of(
        token.profile(),
        token.with(session -> KeyObject.read(session, made.object(), token.profile())));
  }

  private void refuseKnown(Optional<StoreDatabase> store) throws CliException {
    Optional<KekRecord> known = store.flatMap(s -> s.keks().primary(name));
    if (known.isPresent()) {
      throw new CliException(
          ExitCode.FAILED,
          "The DEK store has a KEK '"
              + name
              + "' already ("
              + known.get().ref()
              + "). Rotate it with 'kekkai kek rotate "
              + name
              + "', or choose another name");
    }
  }

  /** Whether DEKs of a store can be under such a key. */
  static boolean wrapsDeks(TokenKey key) {
    return key.kind() == KeyKind.AES_KEK;
  }
}
