package dev.kekkai.provider.keys;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Place;
import dev.kekkai.provider.bulk.BulkEngine;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The life of DEKs: made in the token and at once wrapped, opened by policy, wrapped again under
 * another KEK. Thread-safe.
 */
public final class Deks {
  /** A DEK is an AES-256 key. */
  public static final int DEK_BYTES = 32;

  private static final Mechanism AES_KEY_GEN = new Mechanism.Plain(Ckm.AES_KEY_GEN);

  private final TokenSource source;
  private final TokenKeys keys;
  private final BulkEngine hsm;
  private final BulkEngine software;
  private final Transit transit;
  private final ProvedRewrap proved;

  /**
   * Over one token.
   *
   * @param source where the token comes from
   * @param keys the KEKs
   * @param hsm the engine for {@code bulk = hsm}
   * @param software the engine for {@code bulk = software}
   */
  public Deks(TokenSource source, TokenKeys keys, BulkEngine hsm, BulkEngine software) {
    this.source = source;
    this.keys = keys;
    this.hsm = hsm;
    this.software = software;
    this.transit = new Transit(source);
    this.proved = new ProvedRewrap(source, keys, transit);
  }

  /**
   * Makes a DEK: generated in the token, wrapped, destroyed there, then opened by policy.
   *
   * @param kek an AES or RSA KEK
   * @param policy what may be done with it
   * @return the new DEK; the caller closes it
   * @throws TokenException when the token refuses
   */
  public DekHandle generate(TokenKey kek, DekPolicy policy) throws TokenException {
    return open(generateWrapped(kek), policy);
  }

  /**
   * As {@link #generate(TokenKey, DekPolicy)}, wrapped by a method of the caller's choice.
   *
   * @param kek an AES or RSA KEK
   * @param method how to wrap it
   * @param policy what may be done with it
   * @return the new DEK; the caller closes it
   * @throws TokenException when the token refuses
   */
  public DekHandle generate(TokenKey kek, WrapMethod method, DekPolicy policy)
      throws TokenException {
    return open(wrapNewDek(kek, method), policy);
  }

  /**
   * Makes a DEK for storage only.
   *
   * @param kek an AES or RSA KEK
   * @return the wrapped DEK
   * @throws TokenException when the token refuses
   */
  public WrappedDek generateWrapped(TokenKey kek) throws TokenException {
    return wrapNewDek(kek, preferred(kek));
  }

  private WrappedDek wrapNewDek(TokenKey kek, WrapMethod method) throws TokenException {
    if (source.operations().wraps()) {
      return wrapNew(kek, method, this::newDek);
    }
    try (Transit.From made = transit.bytes(randomDek())) {
      return wrapNew(kek, method, made);
    }
  }

  /** By the token's random numbers: what it would have made a key of. */
  private byte[] randomDek() throws TokenException {
    return source
        .watch()
        .timed(
            Operation.GENERATE,
            Place.HSM,
            () ->
                source.retrying(
                    () ->
                        source
                            .get()
                            .with(
                                session -> {
                                  byte[] value = new byte[DEK_BYTES];
                                  session.generateRandom(value);
                                  if (Arrays.equals(value, new byte[DEK_BYTES])) {
                                    throw new TokenException(
                                        "C_GenerateRandom gave zeros only", false, null);
                                  }
                                  return value;
                                })));
  }

  private ObjectHandle newDek(Session session) throws TokenException {
    Template template = source.operations().templates().newDek(DEK_BYTES);
    return source
        .watch()
        .timed(Operation.GENERATE, Place.HSM, () -> session.generateKey(AES_KEY_GEN, template));
  }

  /**
   * Takes a software key over as a DEK: imported into the token for one call and wrapped.
   *
   * @param kek an AES or RSA KEK
   * @param value 32 bytes; the caller wipes them
   * @param policy what may be done with it
   * @return the DEK; the caller closes it
   * @throws RefusedKeyException where the configuration lets none be imported
   * @throws TokenException when the token refuses
   */
  public DekHandle importKey(TokenKey kek, byte[] value, DekPolicy policy) throws TokenException {
    return importKey(kek, preferred(kek), value, policy);
  }

  /**
   * As {@link #importKey(TokenKey, byte[], DekPolicy)}, wrapped by a method of the caller's choice.
   *
   * @param kek an AES or RSA KEK
   * @param method how to wrap it
   * @param value 32 bytes; the caller wipes them
   * @param policy what may be done with it
   * @return the DEK; the caller closes it
   * @throws RefusedKeyException where the configuration lets none be imported
   * @throws TokenException when the token refuses
   */
  public DekHandle importKey(TokenKey kek, WrapMethod method, byte[] value, DekPolicy policy)
      throws TokenException {
    KeyWrapper.requireImport(source.config());
    if (value.length != DEK_BYTES) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "A DEK is an AES-256 key of 32 bytes; the key given has %d",
              value.length),
          false,
          null);
    }
    try (Transit.From imported = transit.bytes(value.clone())) {
      return open(wrapNew(kek, method, imported), policy);
    }
  }

  /**
   * Opens a stored DEK.
   *
   * @param wrapped the wrapped DEK
   * @param policy what may be done with it
   * @return the DEK, materialised; the caller closes it
   * @throws BadBlobException when the blob is not one of this KEK
   * @throws TokenException for other trouble
   */
  public DekHandle open(WrappedDek wrapped, DekPolicy policy) throws TokenException {
    BulkEngine engine = policy.bulk() == BulkMode.HSM ? hsm : software;
    return DekHandle.open(
        wrapped,
        policy,
        engine,
        new TokenMaterial(source, keys, wrapped, policy.bulk(), engine),
        source.newCurrentKey(),
        source.watch());
  }

  /**
   * Wraps a DEK under another KEK. It is extractable in the token for one pair of calls; nothing of
   * it reaches this process.
   *
   * @param wrapped the wrapped DEK
   * @param to the new KEK
   * @param method how to wrap it
   * @return the DEK wrapped anew; the old blob stays good
   * @throws BadBlobException when the blob is not one of its KEK
   * @throws TokenException for other trouble
   */
  public WrappedDek rewrap(WrappedDek wrapped, TokenKey to, WrapMethod method)
      throws TokenException {
    byte[] blob =
        keys.unwrapping(
            wrapped.kek(),
            from -> {
              refuseHsmOnly(from, true, "rewrap");
              BlobShape.check(wrapped, from);
              try (Transit.From old = transit.unwrapped(from, wrapped)) {
                return carry(old, to, method);
              }
            });
    return new WrappedDek(to.ref(), method, blob);
  }

  /**
   * As {@link #rewrap(WrappedDek, TokenKey, WrapMethod)} with the new KEK's preferred method.
   *
   * @param wrapped the wrapped DEK
   * @param to the new KEK
   * @return the DEK wrapped anew
   * @throws TokenException as above
   */
  public WrappedDek rewrap(WrappedDek wrapped, TokenKey to) throws TokenException {
    return rewrap(wrapped, to, preferred(to));
  }

  /**
   * Whether the token can prove a new blob, as {@link #rewrapProved} has it.
   *
   * @param to the KEK of the new blob
   * @return false when the module has no AES-GCM, or the KEK only decrypts
   * @throws TokenException when the token can't be connected
   */
  public boolean provesInToken(TokenKey to) throws TokenException {
    return proved.isOffered(to);
  }

  /**
   * As {@link #rewrap(WrappedDek, TokenKey)}, and the token proves the new blob before it is given
   * out: it opens it, and what is in it decrypts what the DEK has encrypted.
   *
   * @param wrapped the wrapped DEK
   * @param to the new KEK
   * @param sample what the DEK has encrypted
   * @return the DEK wrapped anew; empty when it is not the one that encrypted the sample
   * @throws BadBlobException when the blob is not one of its KEK
   * @throws TokenException for other trouble
   */
  public Optional<WrappedDek> rewrapProved(WrappedDek wrapped, TokenKey to, GcmSample sample)
      throws TokenException {
    return proved.rewrap(wrapped, to, preferred(to), sample);
  }

  /**
   * Makes sure that a blob opens: the token unwraps it, and the key is destroyed again.
   *
   * @param wrapped the wrapped DEK
   * @throws BadBlobException when it doesn't
   * @throws TokenException for other trouble
   */
  public void verify(WrappedDek wrapped) throws TokenException {
    keys.unwrapping(
        wrapped.kek(),
        kek -> {
          BlobShape.check(wrapped, kek);
          KekOperations operations = source.operations();
          if (!operations.unwraps(kek)) {
            transit.unwrapped(kek, wrapped).close();
            return Boolean.TRUE;
          }
          return source
              .get()
              .with(
                  session -> {
                    session.discard(operations.unwrapForBulk(session, kek, wrapped));
                    return Boolean.TRUE;
                  });
        });
  }

  private WrappedDek wrapNew(TokenKey kek, WrapMethod method, Transit.From made)
      throws TokenException {
    return keys.wrapping(
        kek,
        under -> {
          WrappedDek wrapped =
              new WrappedDek(
                  under.ref(), method, transit.carry(made, transit.under(under, method)));
          keys.opened(under, wrapped);
          return wrapped;
        });
  }

  private byte[] carry(Transit.From from, TokenKey to, WrapMethod method) throws TokenException {
    return keys.wrapping(to, under -> transit.carry(from, transit.under(under, method)));
  }

  private WrapMethod preferred(TokenKey kek) throws TokenException {
    return source.operations().mechanisms().preferred(kek);
  }

  static void refuseHsmOnly(TokenKey kek, boolean leavesToken, String what) throws TokenException {
    if (leavesToken && kek.hsmOnly()) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "%s was made hsm-only: its DEKs can't leave the token, so %s is impossible",
              kek.ref(),
              what),
          false,
          null);
    }
  }
}
