package dev.kekkai.cli;

import dev.kekkai.config.problem.Printable;
import dev.kekkai.config.token.InvalidPkcs11UriException;
import dev.kekkai.config.token.Pkcs11Uri;
import dev.kekkai.config.token.UriAttribute;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekAdoption;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.KeyObject;
import dev.kekkai.provider.keys.KeyRule;
import dev.kekkai.provider.keys.KeyViolation;
import dev.kekkai.provider.keys.TokenKey;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai kek adopt}: takes a key into use that was made by other means. */
@Command(
    name = "adopt",
    description = {
      "Takes a KEK into use that was made in the HSM's own ceremony: checks it against the rules, says"
          + " what is broken and what can't be verified, and asks.",
      "A key with two usage sets, or one that is readable or extractable, is never adopted."
    })
final class KekAdoptCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME.vN", description = "What it is called from now on.")
  private String label = "";

  @Option(
      names = "--key",
      paramLabel = "LABEL|URI",
      description =
          "The key on the token: its present label, or a pkcs11: URI with object or id. Default:"
              + " NAME.vN. One of another label is relabelled.")
  private @Nullable String key;

  @Option(
      names = "--accept",
      paramLabel = "RULE",
      description =
          "A defence that the key lacks and that you accept: modifiable, copyable,"
              + " any-mechanism.")
  private Set<String> accept = new TreeSet<>();

  @Option(
      names = "--yes",
      paramLabel = "NAME.vN",
      description = "The same version again, for scripts: nothing is asked.")
  private @Nullable String yes;

  KekAdoptCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    KekRef ref = KekLabel.parse(label);
    Predicate<KeyObject> which = which(ref);
    Confirmation.Prompt prompt = prompt(ref);
    try (Workspace workspace = new Workspace(globals)) {
      KekkaiProvider provider = workspace.provider();
      KekAdoption adoption = new KekAdoption(provider.source(), provider.tokenKeys());
      KekAdoption.Candidate candidate = one(adoption.candidates(which));
      Optional<StoreDatabase> store = workspace.storeIfAny();
      refuseKnown(store, ref);
      tell(candidate, ref);
      requireAccepted(candidate);
      if (prompt != null && !Confirmation.once(prompt, "To adopt it, type " + ref + ": ", ref)) {
        throw new CliException(ExitCode.FAILED, "Not confirmed: nothing was adopted");
      }
      TokenKey adopted = adoption.adopt(candidate, ref, Clock.systemUTC());
      PrintWriter out = spec.commandLine().getOut();
      out.println("Adopted " + KekTable.describe(adopted));
      if (store.isPresent() && KekCreateCommand.wrapsDeks(adopted)) {
        new KekRegistry(provider, store.get().keks()).register(adopted);
        out.println("Registered in the DEK store, with a canary");
      }
      return ExitCode.OK;
    }
  }

  private Predicate<KeyObject> which(KekRef ref) throws CliException {
    String wanted = key == null ? ref.label() : key;
    if (!Pkcs11Uri.isUri(wanted)) {
      return object -> object.label().equals(wanted);
    }
    try {
      Pkcs11Uri uri = Pkcs11Uri.parse(wanted);
      Optional<String> object = uri.text(UriAttribute.OBJECT);
      Optional<String> id = uri.id().map(HexFormat.of()::formatHex);
      if (object.isEmpty() && id.isEmpty()) {
        throw new CliException(ExitCode.USAGE, "--key: the URI has neither object nor id");
      }
      return found ->
          object.map(found.label()::equals).orElse(true) && id.map(found.id()::equals).orElse(true);
    } catch (InvalidPkcs11UriException e) {
      throw new CliException(ExitCode.USAGE, "--key: " + e.getMessage(), e);
    }
  }

  private KekAdoption.Candidate one(List<KekAdoption.Candidate> found) throws CliException {
    if (found.isEmpty()) {
      throw new CliException(
          ExitCode.NOT_FOUND,
          "The token has no such AES, RSA or EC key; 'kekkai keys audit --json' lists all it has");
    }
    if (found.size() > 1) {
      throw new CliException(
          ExitCode.REFUSED,
          "More than one key fits; name one by --key with a URI that has its id: "
              + found.stream()
                  .map(c -> Printable.of(c.key().toString()))
                  .collect(Collectors.joining("; ")));
    }
    return found.get(0);
  }

  /** A store gives its KEKs their versions itself. */
  private static void refuseKnown(Optional<StoreDatabase> store, KekRef ref) throws CliException {
    boolean known =
        store.stream()
            .flatMap(open -> open.keks().list().stream())
            .anyMatch(row -> row.ref().name().equals(ref.name()));
    if (known) {
      throw new CliException(
          ExitCode.REFUSED,
          "The DEK store has the KEK '"
              + ref.name()
              + "' already. Adopt the key under another name, and wrap the DEKs under it: 'kekkai"
              + " rewrap --from "
              + ref.name()
              + ".vN --to OTHER.v1'");
    }
  }

  private void tell(KekAdoption.Candidate candidate, KekRef ref) {
    PrintWriter err = spec.commandLine().getErr();
    KeyObject object = candidate.key();
    err.println(
        String.format(
            Locale.ROOT,
            "%s, %d bits, a strength of %d (SP 800-57), becomes %s",
            Printable.of(object.toString()),
            object.bits(),
            object.strength(),
            ref));
    for (KeyViolation violation : candidate.violations()) {
      err.println(Printable.of("  " + violation.rule().id() + ": " + violation));
    }
    err.println(
        "Not verifiable: that nobody has a copy of the key, and what was done with it before. The"
            + " records of the ceremony have to say that");
    err.flush();
  }

  private void requireAccepted(KekAdoption.Candidate candidate) throws CliException {
    if (!candidate.fatal().isEmpty()) {
      throw new CliException(
          ExitCode.REFUSED,
          "Not adopted: nobody can accept "
              + names(candidate.fatal().stream().map(KeyViolation::rule).toList())
              + ". Make another key, with the attributes that docs/keys.md names");
    }
    Set<KeyRule> open = new TreeSet<>(candidate.toAccept());
    open.removeIf(rule -> accept.contains(rule.id()));
    if (!open.isEmpty()) {
      throw new CliException(
          ExitCode.REFUSED,
          "Not adopted: the key lacks defences. Make another one that has them, or accept each: "
              + open.stream()
                  .map(rule -> "--accept " + rule.id())
                  .collect(Collectors.joining(" ")));
    }
  }

  private static String names(List<KeyRule> rules) {
    return rules.stream().map(KeyRule::id).distinct().collect(Collectors.joining(", "));
  }

  /** Whom to ask; null when the command line says yes. */
  private Confirmation.@Nullable Prompt prompt(KekRef ref) throws CliException {
    if (yes != null) {
      if (!yes.equals(ref.label())) {
        throw new CliException(
            ExitCode.USAGE, "--yes names '" + yes + "', and the version to adopt is " + ref);
      }
      return null;
    }
    Console terminal = globals.surroundings().terminal();
    if (terminal == null) {
      throw new CliException(
          ExitCode.USAGE,
          "This asks before it adopts, and here is no terminal to ask on: add --yes " + ref);
    }
    return question -> terminal.readLine("%s", question);
  }
}
