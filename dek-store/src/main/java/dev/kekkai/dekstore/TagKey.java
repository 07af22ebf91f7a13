package dev.kekkai.dekstore;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekKey;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.TokenKey;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key in the token that tags a store's rows: made when the first store of a token is set up,
 * and found again by the label and CKA_ID that the store has written down.
 *
 * <p>Where the token has the key already, no row goes without a tag: whoever can write the database
 * can't make a store look as if it were new. Only with a key made that very moment are the rows of
 * an earlier release tagged as they are found. Thread-safe.
 */
final class TagKey {
  /** The key's name on the token; several stores may share it, their tags differ by store id. */
  static final String NAME = "kekkai-store";

  private static final Logger LOG = LoggerFactory.getLogger(TagKey.class);
  private static final String HMAC = "HmacSHA256";
  private static final int PAGE = 500;

  private final KekkaiProvider provider;
  private final DekStore store;
  private final KekCatalog catalog;
  private volatile @Nullable RowTags tags;
  private volatile @Nullable HeadGuard guard;

  TagKey(KekkaiProvider provider, DekStore store, KekCatalog catalog) {
    this.provider = provider;
    this.store = store;
    this.catalog = catalog;
  }

  /**
   * The tags of the store, which is set up first where it is new.
   *
   * @throws KekMismatchException when the token's key is not the one the store was set up with
   * @throws TokenException when it has none, or doesn't answer
   */
  RowTags tags() throws TokenException {
    RowTags known = tags;
    return known == null ? firstTags() : known;
  }

  /** Whether the store was asked for its tags, so that it proves its rows. */
  boolean isKnown() {
    return tags != null;
  }

  private synchronized RowTags firstTags() throws TokenException {
    RowTags known = tags;
    if (known == null) {
      known = unguarded();
      StoreGuard made = guard(known);
      store.guard(made);
      catalog.guard(made);
      tags = known;
    }
    return known;
  }

  /** The tags of a store that is changed through nothing but them, whatever its head file says. */
  RowTags unguarded() throws TokenException {
    StoreIdentity identity = store.identity().orElse(null);
    return over(identity == null ? store.setUp(new FirstStart()) : identity);
  }

  private StoreGuard guard(RowTags known) throws TokenException {
    Path file = provider.source().config().storeHead();
    if (file == null) {
      return known;
    }
    HeadGuard made = HeadGuard.of(store, known, headFile(file));
    guard = made;
    return made;
  }

  HeadFile headFile(Path file) throws TokenException {
    return new HeadFile(file, HeadKey.of(provider));
  }

  /** Refuses a store that is older than its head file. */
  void requireWritable() throws TokenException {
    tags();
    HeadGuard open = guard;
    if (open != null) {
      open.requireWritable();
    }
  }

  /** Brings the head file up to date. */
  void flush() {
    HeadGuard open = guard;
    if (open != null) {
      open.flush();
    }
  }

  private RowTags over(StoreIdentity identity) throws TokenException {
    KekRef ref = KekRef.parse(identity.tagKey());
    if (!ref.name().equals(NAME)) { // whoever writes the database would choose the key
      throw new KekMismatchException(ref, "the key of the row tags is called " + NAME);
    }
    TokenKey key = provider.tokenKeys().find(ref);
    if (key.kind() != KeyKind.INDEX_KEY) {
      throw new KekMismatchException(ref, "it is a key of kind " + key.kind() + ", not for HMAC");
    }
    String id = HexFormat.of().formatHex(key.id());
    if (!id.equals(identity.tagKeyId())) {
      throw new KekMismatchException(
          ref, "its CKA_ID is " + id + ", the store has " + identity.tagKeyId());
    }
    return new RowTags(identity.id(), mac(key));
  }

  /** Makes what a new store needs. */
  private final class FirstStart implements DekStore.SetUp {
    private @Nullable RowTags made;

    @Override
    public StoreIdentity make() throws TokenException {
      StoreIdentity identity = setUp();
      made = over(identity);
      return identity;
    }

    @Override
    public StoreGuard guard(StoreIdentity identity) {
      return Objects.requireNonNull(made, "made before");
    }
  }

  private StoreIdentity setUp() throws TokenException {
    TokenKey made = existing() == null ? make() : null;
    TokenKey key = made == null ? provider.tokenKeys().primary(NAME) : made;
    StoreIdentity identity =
        new StoreIdentity(UUID.randomUUID(), key.ref().label(), HexFormat.of().formatHex(key.id()));
    LOG.info("The DEK store {} is set up; {} tags its rows", identity.id(), key);
    if (made != null) {
      RowTags with = new RowTags(identity.id(), mac(key));
      tagUntaggedKeks(with, row -> {});
      tagUntagged(with, row -> {}, RowListener.NONE);
    } else if (hasUntagged()) {
      LOG.warn(
          "The DEK store {} has rows without a tag, and the token's key {} is older than the"
              + " store: they are refused until 'kekkai store upgrade' tags them",
          identity.id(),
          key.ref());
    }
    return identity;
  }

  private boolean hasUntagged() {
    return catalog.list().stream().anyMatch(row -> row.tag().isEmpty())
        || store.page(null, PAGE).stream().anyMatch(row -> !row.tag().isPresent());
  }

  private @Nullable TokenKey existing() throws TokenException {
    try {
      return provider.tokenKeys().primary(NAME);
    } catch (KeyNotFoundException e) {
      return null;
    }
  }

  /** Two stores may be set up at once: null when the other one was faster. */
  private @Nullable TokenKey make() throws TokenException {
    try {
      return provider.maker().create(KekSpec.index(NAME));
    } catch (TokenException e) {
      if (existing() == null) {
        throw e;
      }
      return null;
    }
  }

  /** Looks at a KEK's row before it is tagged. */
  interface KekCheck {
    void on(KekRecord row) throws TokenException;
  }

  /** As {@link #tagUntagged}, for the rows of KEKs. */
  int tagUntaggedKeks(RowTags with, KekCheck check) throws TokenException {
    int count = 0;
    for (KekRecord row : catalog.list()) {
      if (row.tag().isEmpty()) {
        check.on(row);
        count += catalog.update(List.of(with.tagged(row.nextRevision()))) ? 1 : 0;
      }
    }
    return count;
  }

  /** Looks at a row before it is tagged. */
  interface Check {
    void on(DekRecord row) throws TokenException;
  }

  /** Rows that somebody changes meanwhile are his to tag. Returns how many were tagged. */
  int tagUntagged(RowTags with, Check check, RowListener listener) throws TokenException {
    listener.total(store.count());
    int count = 0;
    UUID last = null;
    List<DekRecord> page = store.page(null, PAGE);
    while (!page.isEmpty()) {
      for (DekRecord row : page) {
        last = row.id();
        if (!row.tag().isPresent()) {
          check.on(row);
          count += store.update(row, with.tagged(row.nextRevision())) ? 1 : 0;
        }
      }
      listener.done(page.size());
      page = store.page(last, PAGE);
    }
    if (count > 0) {
      LOG.info("Tagged {} rows of an earlier release", count);
    }
    return count;
  }

  private RowMac mac(TokenKey key) {
    KekKey handle = new KekKey(provider.source(), key);
    return message -> {
      try {
        Mac mac = Mac.getInstance(HMAC, provider);
        mac.init(handle);
        return mac.doFinal(message);
      } catch (GeneralSecurityException | ProviderException e) {
        throw FieldWork.tokenTrouble(e, "The row tag's HMAC");
      }
    };
  }
}
