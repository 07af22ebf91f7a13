package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.ProbeSession;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * All probes, one after the other. What is found is told when it is found, as the module may crash
 * or hang in the next one. Used once, by one thread.
 */
public final class Examination {
  private final Token token;
  private final Findings findings = new Findings();
  private final List<Probe> probes = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private ExaminationListener listener = new ExaminationListener() {};
  private @Nullable RsaPair lent;
  private String current = "sessions";
  private int objectsBefore = -1;
  private int objectsAfter = -1;

  /**
   * Of one token.
   *
   * @param token the token, logged in
   * @param beforehand how the module took being initialised and finalised
   * @param loads whether to measure how fast it is, and to open many sessions
   */
  public Examination(Token token, Beforehand beforehand, boolean loads) {
    this.token = token;
    probes.add(new LifeProbe(beforehand));
    probes.add(new SessionProbe(loads));
    probes.add(new WrapProbe());
    probes.add(new RsaProbe());
    probes.add(new FunctionsProbe());
    probes.add(new DekProbe());
    probes.add(new TemplateProbe());
    probes.add(new PinnedProbe());
    probes.add(new EcdhProbe());
    probes.add(new GcmProbe());
    probes.add(new GcmSizeProbe());
    probes.add(new ErrorsProbe());
    if (loads) {
      probes.add(new SpeedProbe());
    }
  }

  /**
   * Lends a KEK to the probes, which decrypt and unwrap throw-away blobs under it where the token
   * makes no RSA session keys. To be called before {@link #run}.
   *
   * @param privateKey its private key
   * @param publicKey its public key
   */
  public void lend(ObjectHandle privateKey, PublicKey publicKey) {
    lent = new RsaPair(privateKey, publicKey);
  }

  /**
   * Tells somebody what is found when it is found. To be called before {@link #run}.
   *
   * @param listener called by {@link #run}
   */
  public void tell(ExaminationListener listener) {
    this.listener = listener;
    findings.tell(listener);
    listener.plans(probes.stream().map(Probe::about).toList());
  }

  /**
   * Runs the probes. A module that hangs keeps it from returning: who calls it looks at the clock
   * from another process.
   */
  public void run() {
    try {
      objectsBefore = objects();
      listener.countedBefore(objectsBefore);
      try (Bench bench = Bench.open(token, findings)) {
        RsaPair kek = lent;
        if (kek != null) {
          bench.keys().lend(kek);
        }
        for (Probe probe : probes) {
          current = probe.about();
          listener.begins(current);
          one(probe, bench);
          listener.ended(current, findings.all());
        }
      }
      current = "counting objects";
      objectsAfter = objects();
      listener.countedAfter(objectsAfter);
    } catch (TokenException e) {
      fail(e);
    }
  }

  /** One that fails says nothing about the others. */
  private void one(Probe probe, Bench bench) {
    try {
      probe.run(bench);
    } catch (TokenException | RuntimeException e) { // else the report would seem to be whole
      fail(e);
    }
  }

  private void fail(Exception e) {
    String failure = String.format(Locale.ROOT, "%s: %s", current, e.getMessage());
    failures.add(failure);
    listener.failed(failure);
  }

  private int objects() throws TokenException {
    Template all = Template.builder().with(Cka.TOKEN, true).build();
    try (ProbeSession probe = token.openProbe(token.profile().session().readWrite())) {
      return probe.session().find(all).size();
    }
  }

  /**
   * What was found out.
   *
   * @return by name
   */
  public Findings findings() {
    return findings;
  }

  /**
   * Probes that could not be brought to an end.
   *
   * @return what each was about, and why
   */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /**
   * Token objects before the probes.
   *
   * @return their number, when they could be counted
   */
  public OptionalInt objectsBefore() {
    return count(objectsBefore);
  }

  /**
   * Token objects after the probes.
   *
   * @return their number, when they could be counted
   */
  public OptionalInt objectsAfter() {
    return count(objectsAfter);
  }

  private static OptionalInt count(int objects) {
    return objects < 0 ? OptionalInt.empty() : OptionalInt.of(objects);
  }
}
