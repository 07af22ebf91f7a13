package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.UnwrapTemplateRule;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.KeyPairHandles;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenTimeoutException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Place;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes keys on the token with the strictest template it takes, and reads back what it made of it;
 * a key that came out wrong is destroyed again. Thread-safe.
 */
public final class KeyMaker {
  private static final Logger LOG = LoggerFactory.getLogger(KeyMaker.class);
  private static final byte[] F4 = {1, 0, 1};

  private final TokenSource source;
  private final TokenKeys keys;

  /**
   * Over one token.
   *
   * @param source where the token comes from
   * @param keys the keys on it
   */
  public KeyMaker(TokenSource source, TokenKeys keys) {
    this.source = source;
    this.keys = keys;
  }

  /**
   * Makes the first version of a key.
   *
   * @param spec name and kind
   * @return version 1
   * @throws TokenException when the name is taken, the strength rule refuses, or the token does
   */
  public TokenKey create(KekSpec spec) throws TokenException {
    List<KekRef> taken =
        keys.labels().stream().filter(ref -> ref.name().equals(spec.name())).toList();
    if (!taken.isEmpty()) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "There is a key of that name already: %s. Rotate it, or choose another name",
              taken),
          false,
          null);
    }
    return make(spec, new KekRef(spec.name(), 1));
  }

  /**
   * Makes the next version of a key, of the same kind and length; it is the primary one from then
   * on, or where {@code kek.trust = adopted}, once {@link KekAdoption#vouch} has written it down.
   *
   * @param name the key's name
   * @return the new version
   * @throws TokenException when there is no such key, or the token refuses
   */
  public TokenKey rotate(String name) throws TokenException {
    TokenKey old = keys.primary(name);
    List<KekRef> taken = keys.labels(); // also by keys that nobody adopted
    KekRef next = old.ref().next();
    while (taken.contains(next)) {
      next = next.next();
    }
    return make(KekSpec.like(old), next);
  }

  /**
   * Makes a later version of a key, of the same kind and length: for who knows better than the
   * token which versions there have been.
   *
   * @param old a version of it
   * @param ref the version to make, later than all that are on the token
   * @return the new version
   * @throws TokenException when the token has that version or a later one, or refuses
   */
  public TokenKey createLike(TokenKey old, KekRef ref) throws TokenException {
    TokenKey newest = keys.primary(ref.name());
    if (!old.ref().name().equals(ref.name()) || newest.ref().version() >= ref.version()) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "%s can't be made like %s: the token has %s",
              ref,
              old.ref(),
              newest.ref()),
          false,
          null);
    }
    return make(KekSpec.like(old), ref);
  }

  /**
   * Destroys a key on the token for ever, its public half too. What was wrapped under it and
   * nowhere else is lost. Another key of the same label is left alone.
   *
   * @param ref its name and version
   * @param id its CKA_ID
   * @return how many objects were destroyed; 0 when the token has none of that label and CKA_ID
   * @throws TokenException when the token refuses; part of a pair may be destroyed then
   */
  public int destroy(KekRef ref, byte[] id) throws TokenException {
    int destroyed =
        source
            .get()
            .withReadWrite(
                session -> {
                  List<ObjectHandle> objects =
                      session.find(
                          Template.builder()
                              .with(Cka.TOKEN, true)
                              .with(Cka.LABEL, ref.label())
                              .with(Cka.ID, id)
                              .build());
                  for (ObjectHandle object : objects) {
                    session.destroyObject(object);
                  }
                  return objects.size();
                });
    keys.destroyed(ref);
    return destroyed;
  }

  private TokenKey make(KekSpec spec, KekRef ref) throws TokenException {
    new StrengthRule(source.config().strength()).check(ref, spec.kind(), spec.bits());
    checkHsmOnly(spec);
    Token token = source.get();
    checkUse(token.profile(), spec);
    TokenKey made =
        source.watch().timed(Operation.GENERATE, Place.HSM, () -> makeSurely(token, spec, ref));
    keys.made(made);
    LOG.info("Made {} on the token {}", made, token.info().describe());
    return made;
  }

  /**
   * Not tried again by itself, and by the caller only after a look: the key might be there twice.
   */
  private TokenKey makeSurely(Token token, KekSpec spec, KekRef ref) throws TokenException {
    try {
      return token.withReadWrite(session -> make(session, token.profile(), spec, ref));
    } catch (CryptokiException | TokenTimeoutException e) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "%s. The key %s may have been made all the same: look at what there is ('kekkai kek"
                  + " list') before you try again",
              e.getMessage(),
              ref),
          false,
          e);
    }
  }

  private TokenKey make(Session session, HsmProfile profile, KekSpec spec, KekRef ref)
      throws TokenException {
    byte[] id = KeyIds.next();
    List<ObjectHandle> objects = generateOrNothing(session, profile, spec, ref, id);
    try {
      requireAlone(session, ref);
      TokenKey made = new KeyReader(profile).read(session, objects.get(0), ref);
      requireAsAsked(made, spec);
      return made;
    } catch (TokenException | RuntimeException e) {
      destroy(session, objects, e);
      throw e;
    }
  }

  /** When the answer is lost, the key may be there all the same, where nobody would use it. */
  private static List<ObjectHandle> generateOrNothing(
      Session session, HsmProfile profile, KekSpec spec, KekRef ref, byte[] id)
      throws TokenException {
    try {
      return generate(session, profile, spec, ref, id);
    } catch (TokenException e) {
      destroy(session, of(session, ref, id, e), e);
      throw e;
    }
  }

  /** The objects of one attempt to make a key; none when the token won't say. */
  private static List<ObjectHandle> of(
      Session session, KekRef ref, byte[] id, TokenException because) {
    try {
      return session.find(
          Template.builder()
              .with(Cka.TOKEN, true)
              .with(Cka.LABEL, ref.label())
              .with(Cka.ID, id)
              .build());
    } catch (TokenException e) {
      because.addSuppressed(e);
      return List.of();
    }
  }

  /** Two processes that make the same version both find two keys, or the slower one does. */
  private static void requireAlone(Session session, KekRef ref) throws TokenException {
    if (KeySearch.labelled(session, ref).size() > 1) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "Another process made a key %s at the same time and was faster; this one's is"
                  + " destroyed again. Look at what there is now, and try again if need be",
              ref),
          true,
          null);
    }
  }

  private static void requireAsAsked(TokenKey made, KekSpec spec) throws TokenException {
    if (made.kind() != spec.kind()
        || made.bits() != spec.bits()
        || made.hsmOnly() != spec.hsmOnly()) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "The token was asked for %s but made %s%s, which is destroyed again",
              spec,
              made,
              made.hsmOnly() ? ", hsm only" : ""),
          false,
          null);
    }
  }

  /** Destroys what it can of a key that is of no use. */
  private static void destroy(Session session, List<ObjectHandle> objects, Exception because) {
    for (ObjectHandle object : objects) {
      try {
        session.destroyObject(object);
      } catch (TokenException e) {
        because.addSuppressed(e);
      }
    }
  }

  /** The secret or private key first. */
  private static List<ObjectHandle> generate(
      Session session, HsmProfile profile, KekSpec spec, KekRef ref, byte[] id)
      throws TokenException {
    KeyTemplates templates = new KeyTemplates(profile);
    return switch (spec.kind()) {
      case AES_KEK ->
          List.of(
              session.generateKey(
                  new Mechanism.Plain(Ckm.AES_KEY_GEN),
                  templates.aesKek(ref.label(), id, spec.bits() / Byte.SIZE, spec.hsmOnly())));
      case INDEX_KEY ->
          List.of(
              session.generateKey(
                  new Mechanism.Plain(Ckm.GENERIC_SECRET_KEY_GEN),
                  templates.indexKey(ref.label(), id, spec.bits() / Byte.SIZE)));
      case RSA_KEK ->
          pair(
              session,
              Ckm.RSA_PKCS_KEY_PAIR_GEN,
              templates
                  .publicKey(spec.kind(), ref.label(), id)
                  .with(Cka.MODULUS_BITS, (long) spec.bits())
                  .with(Cka.PUBLIC_EXPONENT, F4)
                  .build(),
              templates.privateKey(spec.kind(), ref.label(), id, spec.hsmOnly()));
      case EC_KEK, SEAL_KEY ->
          pair(
              session,
              Ckm.EC_KEY_PAIR_GEN,
              templates
                  .publicKey(spec.kind(), ref.label(), id)
                  .with(Cka.EC_PARAMS, Curves.parameters(spec.bits()))
                  .build(),
              templates.privateKey(spec.kind(), ref.label(), id, false));
      case DEK -> throw new IllegalArgumentException("A DEK is not a key on the token");
    };
  }

  private static List<ObjectHandle> pair(
      Session session, long mechanism, Template pub, Template priv) throws TokenException {
    KeyPairHandles pair = session.generateKeyPair(new Mechanism.Plain(mechanism), pub, priv);
    return List.of(pair.privateKey(), pair.publicKey());
  }

  /** A KEK that could neither wrap nor unwrap is not made. */
  private static void checkUse(HsmProfile profile, KekSpec spec) throws TokenException {
    if (spec.kind() == KeyKind.AES_KEK && !profile.wrap().functions()) {
      throw WrapMechanisms.noFunctions(profile);
    }
  }

  private void checkHsmOnly(KekSpec spec) throws TokenException {
    if (spec.hsmOnly() && spec.kind() != KeyKind.AES_KEK && spec.kind() != KeyKind.RSA_KEK) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "Only a KEK that unwraps DEKs, AES or RSA, can be hsm-only, not a key of kind %s",
              spec.kind()),
          false,
          null);
    }
    if (spec.hsmOnly()
        && source.get().profile().templates().unwrapTemplate() == UnwrapTemplateRule.UNSUPPORTED) {
      throw new TokenException(
          "This module does not enforce CKA_UNWRAP_TEMPLATE, so a KEK can't be made hsm-only on it",
          false,
          null);
    }
  }
}
