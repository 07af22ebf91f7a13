package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.Mark;
import dev.kekkai.config.profile.MarkedValue;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.ProbeSession;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where probes work: one session that owns the keys they share, and a new one for everything that
 * is tried, since a module may leave an operation active after an error. Used by one thread.
 */
final class Bench implements AutoCloseable {
  private final Token token;
  private final Findings findings;
  private final ProbeSession owner;
  private final ProbeKeys keys;
  private final Unwrapping unwrapping;
  private final NavigableSet<Long> badInputCodes = new TreeSet<>();
  private @Nullable GcmWay gcm;
  private RsaProbe.@Nullable DecryptWay rsa;
  private boolean badInputSeen;
  private boolean cleanAfterBadInput = true;

  private Bench(Token token, Findings findings, ProbeSession owner) {
    this.token = token;
    this.findings = findings;
    this.owner = owner;
    this.keys = new ProbeKeys(this);
    this.unwrapping = new Unwrapping(this);
  }

  static Bench open(Token token, Findings findings) throws TokenException {
    return new Bench(token, findings, token.openProbe(token.profile().session().readWrite()));
  }

  Token token() {
    return token;
  }

  HsmProfile profile() {
    return token.profile();
  }

  /** Whether the profile's value is more than a guess, and so kept where it works as others do. */
  boolean isSettled(String knob) {
    MarkedValue value = profile().knobs().get(knob);
    return value != null && value.mark() != Mark.UNVERIFIED;
  }

  Findings findings() {
    return findings;
  }

  ProbeKeys keys() {
    return keys;
  }

  Unwrapping unwrapping() {
    return unwrapping;
  }

  /** How AES-GCM works here, when it does. */
  Optional<GcmWay> gcm() {
    return Optional.ofNullable(gcm);
  }

  void gcm(GcmWay way) {
    gcm = way;
  }

  /** How RSA-OAEP decrypts here, when it does. */
  Optional<RsaProbe.DecryptWay> rsa() {
    return Optional.ofNullable(rsa);
  }

  void rsa(RsaProbe.DecryptWay way) {
    rsa = way;
  }

  /** Tries something on a session that is closed afterwards. */
  <T> Outcome<T> attempt(Token.Work<T> work) throws TokenException {
    return attempt(profile().session().readWrite(), work);
  }

  <T> Outcome<T> attempt(boolean readWrite, Token.Work<T> work) throws TokenException {
    ProbeSession probe = token.openProbe(readWrite);
    try {
      return on(probe.session(), work);
    } finally {
      probe.close();
    }
  }

  /** Makes something that later attempts need; one call, so that nothing is left active. */
  <T> Outcome<T> make(Token.Work<T> work) throws TokenException {
    return on(owner.session(), work);
  }

  /** On a session that is used more than once. */
  static <T> Outcome<T> on(Session session, Token.Work<T> work) throws TokenException {
    try {
      return Outcome.of(work.on(session));
    } catch (CryptokiException e) {
      return Outcome.refused(e);
    } catch (IndexOutOfBoundsException e) {
      return Outcome.failed("an answer longer than it can be");
    } catch (IllegalArgumentException e) {
      return Outcome.failed("the binding can't ask for that");
    }
  }

  /** What a forged ciphertext or blob was answered with. */
  void badInput(Outcome<?> outcome) {
    badInputSeen = true;
    outcome.code().ifPresent(badInputCodes::add);
  }

  /** Whether the session on which that happened worked on. */
  void afterBadInput(boolean clean) {
    cleanAfterBadInput &= clean;
  }

  boolean sawBadInput() {
    return badInputSeen;
  }

  NavigableSet<Long> badInputCodes() {
    return badInputCodes;
  }

  boolean isCleanAfterBadInput() {
    return cleanAfterBadInput;
  }

  static String hex(long number) {
    return String.format(Locale.ROOT, "0x%04X", number);
  }

  static String shortHex(long number) {
    return String.format(Locale.ROOT, "0x%X", number);
  }

  @Override
  public void close() throws TokenException {
    owner.close();
  }
}
