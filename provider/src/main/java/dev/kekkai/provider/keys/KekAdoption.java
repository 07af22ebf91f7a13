package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a key into use that was made by other means, such as in the HSM's own ceremony: looks what
 * is wrong with it, gives it its label, and writes down which rules a person accepted that it
 * breaks.
 */
public final class KekAdoption {
  private static final Logger LOG = LoggerFactory.getLogger(KekAdoption.class);

  private final TokenSource source;
  private final TokenKeys keys;
  private final Adoptions adoptions;

  /**
   * Over one token.
   *
   * @param source where the token comes from
   * @param keys the keys on it
   */
  public KekAdoption(TokenSource source, TokenKeys keys) {
    this.source = source;
    this.keys = keys;
    this.adoptions = new Adoptions(source, keys);
  }

  /**
   * A key that may be adopted.
   *
   * @param key as it is on the token
   * @param kind what it is to be used as
   * @param violations the rules that it breaks
   */
  public record Candidate(KeyObject key, KeyKind kind, List<KeyViolation> violations) {
    /**
     * Copies the violations.
     *
     * @param key as it is on the token
     * @param kind what it is to be used as
     * @param violations the rules that it breaks
     */
    public Candidate {
      violations = List.copyOf(violations);
    }

    /**
     * What nobody can accept: usages, and what leaves the key open.
     *
     * @return empty when the key can be adopted
     */
    public List<KeyViolation> fatal() {
      return violations.stream().filter(v -> !Adoption.ACCEPTABLE.contains(v.rule())).toList();
    }

    /**
     * Defences that the key lacks, each of which has to be accepted by name.
     *
     * @return other rules than those about where the key comes from
     */
    public Set<KeyRule> toAccept() {
      return violations.stream()
          .map(KeyViolation::rule)
          .filter(rule -> Adoption.ACCEPTABLE.contains(rule) && !Adoption.ORIGIN.contains(rule))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /**
   * Looks for a key.
   *
   * @param which the key that is meant
   * @return those that fit, in the token's order; KEKs only
   * @throws TokenException when the token doesn't answer
   */
  public List<Candidate> candidates(Predicate<KeyObject> which) throws TokenException {
    Token token = source.get();
    HsmProfile profile = token.profile();
    KeyRules rules = new KeyRules(profile);
    List<Candidate> candidates = new ArrayList<>();
    for (KeyObject key : token.with(session -> KeyObject.all(session, profile))) {
      KeyKind kind = key.kind();
      if (kind != null && kind.isKek() && which.test(key)) {
        candidates.add(new Candidate(key, kind, rules.check(kind, key.attributes())));
      }
    }
    return candidates;
  }

  /**
   * Adopts a key. Where something fails, it has its old label again and nothing is written down.
   *
   * @param candidate the key
   * @param as the name and version that it gets
   * @param clock tells when
   * @return the key, fit for use
   * @throws UnfitKeyException when it breaks a rule that nobody can accept
   * @throws TokenException when no file is configured and one is needed, the label is taken, the
   *     token doesn't let it be changed, or refuses
   */
  public TokenKey adopt(Candidate candidate, KekRef as, Clock clock) throws TokenException {
    if (!candidate.fatal().isEmpty()) {
      throw new UnfitKeyException(as.label(), candidate.fatal());
    }
    Set<KeyRule> accepted = EnumSet.noneOf(KeyRule.class);
    candidate.violations().forEach(violation -> accepted.add(violation.rule()));
    if (isWritten(accepted, candidate.kind())) {
      adoptions.requirePath();
    }
    KeyObject key = candidate.key();
    if (key.label().equals(as.label())) {
      return record(candidate, as, accepted, clock);
    }
    requireModifiable(key, as);
    source.get().withReadWrite(session -> requireFree(session, key, as));
    try {
      source.get().withReadWrite(session -> relabel(session, key, as.label()));
      return record(candidate, as, accepted, clock);
    } catch (TokenException | RuntimeException e) {
      undo(key, e);
      throw e;
    }
  }

  private static void requireModifiable(KeyObject key, KekRef as) throws TokenException {
    if (key.lacks(Cka.MODIFIABLE)) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "The label of %s can't be changed (CKA_MODIFIABLE is false), and Kekkai finds a KEK by"
                  + " its label: make the key with the label %s, or relabel it with the HSM's tools",
              key,
              as),
          false,
          null);
    }
  }

  /** Neither is the label another key's, nor the handle by now. */
  private static boolean requireFree(Session session, KeyObject key, KekRef as)
      throws TokenException {
    if (!KeySearch.labelled(session, as).isEmpty()) {
      throw new TokenException(
          "There is a key " + as + " on the token already; choose another version", false, null);
    }
    Attributes now = session.attributes(key.object(), Cka.LABEL, Cka.ID);
    if (!key.label().equals(now.string(Cka.LABEL))
        || !Arrays.equals(key.attributes().bytes(Cka.ID), now.bytes(Cka.ID))) {
      throw exchanged(key);
    }
    return true;
  }

  private static TokenException exchanged(KeyObject key) {
    return new TokenException(
        String.format(
            Locale.ROOT,
            "%s was exchanged since it was looked at: nothing was adopted. Look what is there now",
            key),
        false,
        null);
  }

  /** The private key first: a module that refuses has changed nothing then. */
  private static boolean relabel(Session session, KeyObject key, String label)
      throws TokenException {
    Template named = Template.builder().with(Cka.LABEL, label).build();
    List<ObjectHandle> halves = publicHalves(session, key);
    session.setAttributes(key.object(), named);
    for (ObjectHandle half : halves) {
      session.setAttributes(half, named);
    }
    return true;
  }

  private static List<ObjectHandle> publicHalves(Session session, KeyObject key)
      throws TokenException {
    byte[] id = key.attributes().bytes(Cka.ID);
    String label = session.attributes(key.object(), Cka.LABEL).string(Cka.LABEL);
    if (!key.isOf(Cko.PRIVATE_KEY) || id == null || label == null) {
      return List.of();
    }
    return session.find(
        Template.builder()
            .with(Cka.CLASS, Cko.PUBLIC_KEY)
            .with(Cka.TOKEN, true)
            .with(Cka.LABEL, label)
            .with(Cka.ID, id)
            .build());
  }

  private void undo(KeyObject key, Exception because) {
    try {
      source.get().withReadWrite(session -> relabel(session, key, key.label()));
    } catch (TokenException e) {
      because.addSuppressed(e);
    }
  }

  private TokenKey record(Candidate candidate, KekRef as, Set<KeyRule> accepted, Clock clock)
      throws TokenException {
    Token token = source.get();
    HsmProfile profile = token.profile();
    StrengthRule strength = new StrengthRule(source.config().strength());
    TokenKey key = token.with(session -> found(session, as, profile, strength, accepted));
    // Who confirmed it has seen that object: one made since, of its label and CKA_ID, is another.
    if (!key.object().equals(candidate.key().object())
        || !HexFormat.of().formatHex(key.id()).equals(candidate.key().id())) {
      throw exchanged(candidate.key());
    }
    if (isWritten(accepted, key.kind())) {
      write(token, key, accepted, clock);
    }
    LOG.info("Adopted {}, which breaks {}", key, accepted);
    return keys.find(as);
  }

  private boolean isWritten(Set<KeyRule> accepted, KeyKind kind) {
    return !accepted.isEmpty() || adoptions.areRequired(kind);
  }

  private void write(Token token, TokenKey key, Set<KeyRule> accepted, Clock clock)
      throws TokenException {
    String proof = proof(token, key);
    String id = HexFormat.of().formatHex(key.id());
    adoptions
        .writable()
        .add(new Adoption(key.ref(), id, key.kind(), proof, accepted, clock.instant()));
  }

  /**
   * Looks whether a key that is about to be made can be {@linkplain #vouch vouched} for.
   *
   * @param kind its kind
   * @param name its name
   * @param first whether it is to be the first version
   * @throws TokenException when the file is refused, full or not to be written, or has a version of
   *     a name that is to be new
   */
  public void prepare(KeyKind kind, String name, boolean first) throws TokenException {
    if (!adoptions.areRequired(kind)) {
      return;
    }
    adoptions.requireRoom();
    KekRef known = adoptions.greatest(name).orElse(null);
    if (first && known != null) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "The file %s (kek.adopted) has %s, so that name is taken: restore that key from the"
                  + " HSM's backup, or choose another name",
              source.config().kekAdopted(),
              known),
          false,
          null);
    }
  }

  /**
   * Vouches for a key that was made just now, where {@code kek.trust} wants that.
   *
   * @param made the key
   * @param clock tells when
   * @return whether it was written to the file
   * @throws TokenException when the file can't be written, or the token refuses
   */
  public boolean vouch(TokenKey made, Clock clock) throws TokenException {
    boolean required = adoptions.areRequired(made.kind());
    if (required) {
      write(source.get(), made, Set.of(), clock);
    }
    return required;
  }

  private String proof(Token token, TokenKey key) throws TokenException {
    PublicKey publicKey = key.publicKey();
    if (publicKey != null) {
      return Adoption.proofOf(publicKey);
    }
    WrappedDek blob = token.with(session -> wrapped(session, key));
    return Adoption.proofOf(blob);
  }

  private static TokenKey found(
      Session session, KekRef as, HsmProfile profile, StrengthRule strength, Set<KeyRule> accepted)
      throws TokenException {
    TokenKey key = KeySearch.read(session, as, profile, strength, accepted);
    if (key == null) {
      throw new KeyNotFoundException("There is no key " + as + " on the token any more");
    }
    return key;
  }

  /** A DEK that is used for nothing else: what unwraps it is this key. */
  private WrappedDek wrapped(Session session, TokenKey key) throws TokenException {
    KekOperations operations = source.operations();
    WrapMethod method = operations.mechanisms().preferred(key);
    ObjectHandle dek =
        session.generateKey(
            new Mechanism.Plain(Ckm.AES_KEY_GEN), operations.templates().newDek(Deks.DEK_BYTES));
    try {
      Mechanism mechanism = operations.mechanisms().of(method);
      return new WrappedDek(key.ref(), method, operations.wrap(session, key, mechanism, dek));
    } finally {
      session.discard(dek);
    }
  }
}
