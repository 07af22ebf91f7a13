package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * KEKs as the store and the token have them together. A KEK is used only as its row says, which is
 * authenticated first; and a key found on the token only when it opens the canary that was made
 * with it. Only AES KEKs are taken: what anybody can wrap with a public key proves nothing.
 * Thread-safe.
 */
public final class KekRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(KekRegistry.class);

  private final KekkaiProvider provider;
  private final KekCatalog catalog;
  private final TagKey tagKey;
  private final KekProof proof;

  /** Rows whose tag was checked; a row that says anything else is checked anew. */
  private final Map<KekRef, KekRecord> verified = new ConcurrentHashMap<>();

  private volatile boolean setUp;

  /**
   * Over one token and one store.
   *
   * @param provider a configured provider
   * @param catalog the KEKs that the store knows
   */
  public KekRegistry(KekkaiProvider provider, KekCatalog catalog) {
    this(provider, catalog, new TagKey(provider, catalog.deks(), catalog));
  }

  KekRegistry(KekkaiProvider provider, KekCatalog catalog, TagKey tagKey) {
    this.provider = provider;
    this.catalog = catalog;
    this.tagKey = tagKey;
    this.proof = new KekProof(provider);
  }

  /**
   * The KEK version that wraps new DEKs. A KEK that the store doesn't know yet is registered as it
   * is on the token, and its identity is proven from then on.
   *
   * @param name the KEK's name
   * @return its primary version, proven
   * @throws KekMismatchException when the object on the token is another key
   * @throws KekRefusedException when it is no AES KEK
   * @throws KekRowChangedException when its row is not as it was written
   * @throws TokenException when the key is missing or unfit, or the token doesn't answer
   * @throws StoreException when the store can't be used
   */
  public TokenKey primary(String name) throws TokenException {
    if (isNewStore()) { // nothing is set up for a KEK that is not there
      return register(provider.tokenKeys().primary(name));
    }
    List<KekRecord> versions = versions(name);
    return versions.isEmpty()
        ? register(provider.tokenKeys().primary(name))
        : proof.prove(primaryOf(name, versions));
  }

  /**
   * The KEK version that wraps, where the store knows the KEK; nothing is registered.
   *
   * @param name the KEK's name
   * @return its primary version, proven; empty when the store has none of that name
   * @throws TokenException as {@link #primary}
   * @throws StoreException when the store can't be used
   */
  public Optional<TokenKey> primaryIfKnown(String name) throws TokenException {
    if (isNewStore() || versions(name).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(primary(name));
  }

  /** Nothing is set up for a question. */
  private boolean isNewStore() {
    return !setUp && catalog.deks().identity().isEmpty() && catalog.list().isEmpty();
  }

  /**
   * A KEK version that the store knows and that unwraps.
   *
   * @param ref name and version
   * @return the key on the token, proven
   * @throws KekDisabledException when the store says that it is disabled, destroyed, or prepared
   * @throws KekMismatchException when the object on the token is another key
   * @throws KekRefusedException when it is no AES KEK
   * @throws KekRowChangedException when its row is not as it was written
   * @throws TokenException when the key is missing or unfit, or the token doesn't answer
   * @throws StoreException when the store has no such KEK or can't be used
   */
  public TokenKey find(KekRef ref) throws TokenException {
    return proof.prove(inUse(row(ref)));
  }

  /**
   * Refuses a version that the store has disabled or destroyed. A version that the store doesn't
   * know passes.
   *
   * @param ref name and version
   * @throws KekDisabledException when the store says that it unwraps nothing
   * @throws TokenException when the token doesn't answer
   * @throws StoreException when the store can't be used
   */
  public void requireInUse(KekRef ref) throws TokenException {
    Optional<KekRecord> refused = notInUse(ref);
    if (refused.isPresent()) {
      throw new KekDisabledException(refused.get());
    }
  }

  /** The row of a version that the store has disabled or destroyed. */
  Optional<KekRecord> notInUse(KekRef ref) throws TokenException {
    return isNewStore()
        ? Optional.empty()
        : find(versions(ref.name()), ref).filter(row -> !row.state().unwraps());
  }

  private static KekRecord inUse(KekRecord row) throws KekDisabledException {
    if (!row.state().unwraps()) {
      throw new KekDisabledException(row);
    }
    return row;
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
      catalog.addFirst(newRecord(key, KekState.PRIMARY));
    } catch (NameTakenException e) {
      LOG.debug("Another process registered {} first", key.ref());
      return proof.prove(primaryOf(key.ref().name(), versions(key.ref().name())));
    }
    tagKey.flush();
    LOG.info("Registered {} in the DEK store, with a canary", key);
    return key;
  }

  /** The row of a key with a canary made now, which proves the key. */
  KekRecord newRecord(TokenKey key, KekState state) throws TokenException {
    Canary canary = proof.newCanary(key);
    return tagKey
        .tags()
        .tagged(
            new KekRecord(
                key.ref(),
                HexFormat.of().formatHex(key.id()),
                key.kind(),
                state,
                canary,
                Instant.now().truncatedTo(ChronoUnit.MILLIS)));
  }

  /** The versions of a KEK in the store, all of them as they were written. */
  List<KekRecord> versions(String name) throws TokenException {
    RowTags tags = tagKey.tags(); // from now on rows are proved, too
    setUp = true;
    List<KekRecord> versions =
        catalog.list().stream().filter(row -> row.ref().name().equals(name)).toList();
    for (KekRecord row : versions) {
      if (!row.equals(verified.get(row.ref()))) {
        verified.put(row.ref(), tags.verified(row));
      }
    }
    return versions;
  }

  /** The row of a version, as it was written. */
  KekRecord row(KekRef ref) throws TokenException {
    return find(versions(ref.name()), ref)
        .orElseThrow(() -> new StoreException("The store has no KEK " + ref, null));
  }

  private static Optional<KekRecord> find(List<KekRecord> versions, KekRef ref) {
    return versions.stream().filter(row -> row.ref().equals(ref)).findFirst();
  }

  static KekRecord primaryOf(String name, List<KekRecord> versions) {
    return versions.stream()
        .filter(row -> row.state() == KekState.PRIMARY)
        .findFirst()
        .orElseThrow(
            () -> new StoreException("The store has no primary version of the KEK " + name, null));
  }

  /** The key of a version in whatever state, proven. */
  TokenKey prove(KekRecord row) throws TokenException {
    return proof.prove(row);
  }

  DekPolicy policy(TokenKey kek) {
    return proof.policy(kek);
  }
}
