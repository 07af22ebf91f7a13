package dev.kekkai.dekstore;

import dev.kekkai.config.BulkMode;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves that a key on one token is the KEK that the store means, by its canary. Thread-safe. */
final class KekProof {
  private static final Logger LOG = LoggerFactory.getLogger(KekProof.class);

  private final KekkaiProvider provider;
  private final CheckToken checkToken;

  /** With the reference, as a module may give the handle to another key later. */
  private final Set<Proven> proven = ConcurrentHashMap.newKeySet();

  private record Proven(KekRef kek, String ckaId, ObjectHandle object) {
    static Proven of(TokenKey key) {
      return new Proven(key.ref(), HexFormat.of().formatHex(key.id()), key.object());
    }
  }

  KekProof(KekkaiProvider provider) {
    this.provider = provider;
    this.checkToken = new CheckToken(provider);
  }

  /** A canary made now, which proves the key. */
  Canary newCanary(TokenKey key) throws TokenException {
    refuseOthersThanAes(key);
    WrappedDek wrapped = provider.deks().generateWrapped(key);
    try (DekHandle dek = provider.deks().open(wrapped, policy(key))) {
      Canary canary = new Canary(wrapped, checkToken.makeCanary(dek));
      proven.add(Proven.of(key));
      return canary;
    }
  }

  /**
   * The key of a KEK version; its canary is opened once in a process.
   *
   * @throws KekMismatchException when the object on the token is another key
   */
  TokenKey prove(KekRecord known) throws TokenException {
    TokenKey key = provider.tokenKeys().find(known.ref());
    refuseOthersThanAes(key);
    if (!proven.contains(new Proven(known.ref(), known.ckaId(), key.object()))) {
      openCanary(known, key);
      proven.add(Proven.of(key));
    }
    return key;
  }

  /** The operator's policy, but in the token for KEKs whose DEKs can't leave it. */
  DekPolicy policy(TokenKey kek) {
    DekPolicy policy = DekPolicy.of(provider.source().config());
    return kek.hsmOnly() ? policy.withBulk(BulkMode.HSM) : policy;
  }

  /** By what the token says of the key: the row may say anything. */
  private static void refuseOthersThanAes(TokenKey key) throws KekRefusedException {
    if (key.kind() != KeyKind.AES_KEK) {
      throw new KekRefusedException(key);
    }
  }

  private void openCanary(KekRecord known, TokenKey key) throws TokenException {
    String id = HexFormat.of().formatHex(key.id());
    if (!id.equals(known.ckaId())) {
      throw new KekMismatchException(
          known.ref(), "its CKA_ID is " + id + ", the store has " + known.ckaId());
    }
    try (DekHandle dek = provider.deks().open(known.canary().wrapped(), policy(key))) {
      if (checkToken.opensCanary(dek, known.canary().token())) {
        return;
      }
    } catch (BadBlobException e) {
      LOG.debug("The canary of {} did not open: {}", known.ref(), e.getMessage());
    }
    throw new KekMismatchException(
        known.ref(), "it has the same label and CKA_ID, but does not open the KEK's canary");
  }
}
