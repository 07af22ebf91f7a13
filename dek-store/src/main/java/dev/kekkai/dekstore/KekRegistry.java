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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * KEKs as the store and the token have them together. A KEK found on the token is used only when it
 * opens the canary that was made with it. Only AES KEKs are taken: what anybody can wrap with a
 * public key proves nothing. Thread-safe.
 */
public final class KekRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(KekRegistry.class);

  private final KekkaiProvider provider;
  private final KekCatalog catalog;
  private final CheckToken checkToken;
  private final Set<ObjectHandle> proven = ConcurrentHashMap.newKeySet();

  /**
   * Over one token and one store.
   *
   * @param provider a configured provider
   * @param catalog the KEKs that the store knows
   */
  public KekRegistry(KekkaiProvider provider, KekCatalog catalog) {
    this.provider = provider;
    this.catalog = catalog;
    this.checkToken = new CheckToken(provider);
  }

  /**
   * The KEK version that wraps new DEKs. A KEK that the store doesn't know yet is registered as it
   * is on the token, and its identity is proven from then on.
   *
   * @param name the KEK's name
   * @return its primary version, proven
   * @throws KekMismatchException when the object on the token is another key
   * @throws KekRefusedException when it is no AES KEK
   * @throws TokenException when the key is missing or unfit, or the token doesn't answer
   * @throws StoreException when the store can't be used
   */
  public TokenKey primary(String name) throws TokenException {
    KekRecord known = catalog.primary(name).orElse(null);
    return known == null ? register(provider.tokenKeys().primary(name)) : prove(known);
  }

  /**
   * A KEK version that the store knows.
   *
   * @param ref name and version
   * @return the key on the token, proven
   * @throws KekMismatchException when the object on the token is another key
   * @throws KekRefusedException when it is no AES KEK
   * @throws TokenException when the key is missing or unfit, or the token doesn't answer
   * @throws StoreException when the store has no such KEK or can't be used
   */
  public TokenKey find(KekRef ref) throws TokenException {
    return prove(
        catalog
            .find(ref)
            .orElseThrow(() -> new StoreException("The store has no KEK " + ref, null)));
  }

  /**
   * Registers a KEK that was just made, with a canary.
   *
   * @param key the key on the token
   * @return the same key
   * @throws KekRefusedException when it is no AES KEK
   * @throws TokenException when the token refuses
   * @throws NameTakenException when the store knows a KEK of that name
   */
  public TokenKey register(TokenKey key) throws TokenException {
    try {
      catalog.addFirst(newRecord(key));
    } catch (NameTakenException e) {
      LOG.debug("Another process registered {} first", key.ref());
      return prove(catalog.primary(key.ref().name()).orElseThrow(() -> e));
    }
    LOG.info("Registered {} in the DEK store, with a canary", key);
    return key;
  }

  /** The row of a key with a canary made now, which proves the key. */
  KekRecord newRecord(TokenKey key) throws TokenException {
    refuseOthersThanAes(key);
    WrappedDek wrapped = provider.deks().generateWrapped(key);
    Canary canary;
    try (DekHandle dek = provider.deks().open(wrapped, policy(key))) {
      canary = new Canary(wrapped, checkToken.makeCanary(dek));
    }
    proven.add(key.object());
    return new KekRecord(
        key.ref(),
        HexFormat.of().formatHex(key.id()),
        key.kind(),
        KekState.PRIMARY,
        canary,
        Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  /** The operator's policy, but in the token for KEKs whose DEKs can't leave it. */
  DekPolicy policy(TokenKey kek) {
    DekPolicy policy = DekPolicy.of(provider.source().config());
    return kek.hsmOnly() ? policy.withBulk(BulkMode.HSM) : policy;
  }

  private TokenKey prove(KekRecord known) throws TokenException {
    TokenKey key = provider.tokenKeys().find(known.ref());
    refuseOthersThanAes(key);
    if (!proven.contains(key.object())) {
      prove(known, key);
      proven.add(key.object());
    }
    return key;
  }

  /** By what the token says of the key: the row may say anything. */
  private static void refuseOthersThanAes(TokenKey key) throws KekRefusedException {
    if (key.kind() != KeyKind.AES_KEK) {
      throw new KekRefusedException(key);
    }
  }

  private void prove(KekRecord known, TokenKey key) throws TokenException {
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
