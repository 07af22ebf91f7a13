package dev.kekkai.cli;

import dev.kekkai.cli.doctor.ModuleTrial;
import dev.kekkai.cli.doctor.ProfileReason;
import dev.kekkai.cli.doctor.Report;
import dev.kekkai.cli.doctor.SuggestedProfile;
import dev.kekkai.cli.doctor.TrialResult;
import dev.kekkai.cli.probe.Beforehand;
import dev.kekkai.cli.probe.Examination;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code kekkai doctor} finds out by trial: the module in another process, then the token. */
final class DoctorProbes {
  private static final Logger LOG = LoggerFactory.getLogger(DoctorProbes.class);
  private static final Duration LOADING = Duration.ofSeconds(30);
  private static final String LOAD = "load";
  private static final String LOAD_TITLE = "module in a process of its own";

  private final KekkaiConfig config;
  private final DoctorSteps steps;
  private final DoctorOptions options;
  private final DoctorListener listener;
  private @Nullable TrialResult trial;

  /** Of what a configuration names. */
  DoctorProbes(
      KekkaiConfig config, DoctorSteps steps, DoctorOptions options, DoctorListener listener) {
    this.config = config;
    this.steps = steps;
    this.options = options;
    this.listener = listener;
  }

  /** Whether the module may be loaded here. */
  void load() throws DoctorSteps.StepFailed {
    steps.begins(LOAD, LOAD_TITLE);
    TrialResult result;
    try {
      result = ModuleTrial.run(config.module(), osLocking(), LOADING);
    } catch (IOException e) {
      steps.warn(LOAD, LOAD_TITLE, "could not be tried: " + Failures.message(e));
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      steps.fail(LOAD, LOAD_TITLE, "interrupted", ExitCode.FAILED);
      throw new DoctorSteps.StepFailed();
    }
    trial = result;
    String problem = result.problem();
    if (problem == null) {
      steps.ok(LOAD, LOAD_TITLE, "loads, starts, ends, and starts again");
    } else if (result.usable()) {
      steps.warn(LOAD, LOAD_TITLE, "loads and starts, but later: " + problem);
    } else {
      steps.fail(LOAD, LOAD_TITLE, problem + hint(result), ExitCode.TOKEN);
      throw new DoctorSteps.StepFailed();
    }
  }

  private static String hint(TrialResult result) {
    return switch (result.last()) {
      case INITIALIZE ->
          ". Check what it needs for itself: its configuration file, environment variable or"
              + " daemon, or module.args";
      case START, LOAD, LOOK, FINALIZE, INITIALIZE_AGAIN, FINALIZE_AGAIN, END -> "";
    };
  }

  /** Before the module has said who made it, as when it is really loaded. */
  private boolean osLocking() {
    return config
        .token()
        .profile()
        .profile()
        .orElseGet(() -> ProfileCatalog.builtIn().byName(ProfileCatalog.GENERIC))
        .init()
        .osLocking();
  }

  /** What the token does; a failure of probes is no failure of the token. */
  Report examine(KekkaiProvider provider, Token token) throws TokenException {
    TrialResult before = trial;
    HsmProfile profile = token.profile();
    Beforehand beforehand =
        before == null
            ? new Beforehand(osLocking(), profile.init().finalizeOnClose(), profile.init().reinit())
            : new Beforehand(osLocking(), before.finalizes(), before.reinitializes());
    Examination examination = new Examination(token, beforehand, options.speed());
    Report.Subject subject = subject(token);
    listener.examines(subject);
    examination.tell(listener.examination());
    lend(provider, examination);
    examination.run();
    return Report.of(subject, examination);
  }

  /**
   * The KEK named, for tokens that make no RSA session keys; one that is unfit is a later step's.
   */
  private static void lend(KekkaiProvider provider, Examination examination) {
    String name = provider.source().config().kek();
    if (name == null) {
      return;
    }
    try {
      TokenKey kek = provider.tokenKeys().primary(name);
      PublicKey publicKey = kek.publicKey();
      if (kek.kind() == KeyKind.RSA_KEK && publicKey != null) {
        examination.lend(kek.object(), publicKey);
      }
    } catch (TokenException e) {
      LOG.debug("No KEK is lent to the probes: {}", e.getMessage());
    }
  }

  private Report.Subject subject(Token token) throws TokenException {
    return new Report.Subject(
        token.moduleInfo(),
        token.info(),
        token.binding(),
        token.profile(),
        ProfileReason.of(config.token(), token.profile(), token.moduleInfo(), token.info()));
  }

  /** Writes the profile. */
  static String suggest(Report report, Path file) throws IOException, CliException {
    String text;
    try {
      text = SuggestedProfile.text(report, SuggestedProfile.today());
    } catch (ConfigException e) {
      throw new CliException(
          ExitCode.FAILED,
          "What was measured contradicts itself, and is not written: " + Failures.message(e),
          e);
    }
    try {
      SuggestedProfile.write(file, text);
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ExitCode.USAGE, "There is " + file + " already, and nothing is overwritten", e);
    }
    return file + "; to use it, set profile = " + file;
  }
}
