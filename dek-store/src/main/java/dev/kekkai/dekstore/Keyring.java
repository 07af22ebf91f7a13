package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.formats.FieldFormatException;
import dev.kekkai.formats.FieldToken;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekExhaustedException;
import java.util.List;
import java.util.UUID;

/**
 * An application's stored DEKs, ready for use: encrypts values to field tokens and back. A DEK is
 * opened through the token at its first use, by one thread while the others wait, and held until it
 * was not used for a while and others need its place, or until {@link #close()}; after that nothing
 * reachable holds it. Thread-safe.
 *
 * <p>A name encrypts under its active version. Uses are taken from that version's budget in the
 * store, many at a time ({@code dek.max-uses} at most). When its budget ({@code dek.budget}) or its
 * cryptoperiod ({@code dek.cryptoperiod}) is at its end, a new version is made and becomes the
 * active one; older ones decrypt on.
 *
 * <p>Before it encrypts under a DEK whose row was read longer ago than {@code dek.max-age}, it
 * reads the row again: a version that was deactivated meanwhile encrypts no more. When a DEK stops
 * working and has been wrapped anew, by a rotation in another process, it is opened from its new
 * row.
 *
 * <p>Decrypting needs no DEK name: the token carries the DEK version's id.
 */
public final class Keyring implements AutoCloseable {
  /** How many DEKs are held open where nothing else is said. */
  public static final int DEFAULT_MOST_OPEN = 16_384;

  private static final int PAGE = 500;
  private static final int REOPENINGS = 3;

  private final KekkaiProvider provider;
  private final DekStore store;
  private final KekRegistry keks;
  private final FieldWork fields;
  private final HeldDeks deks;

  /**
   * Over one token and one store, with {@value #DEFAULT_MOST_OPEN} DEKs open at most. Opens no DEK
   * yet.
   *
   * @param provider a configured provider; not closed by the keyring
   * @param store where the DEKs are
   * @param catalog the KEKs they are wrapped under
   */
  public Keyring(KekkaiProvider provider, DekStore store, KekCatalog catalog) {
    this(provider, store, catalog, DEFAULT_MOST_OPEN);
  }

  /**
   * Over one token and one store. Opens no DEK yet.
   *
   * @param provider a configured provider; not closed by the keyring
   * @param store where the DEKs are
   * @param catalog the KEKs they are wrapped under
   * @param mostOpen how many DEKs are held open, 1 and up; for each one more, one that was not used
   *     of late is closed
   */
  public Keyring(KekkaiProvider provider, DekStore store, KekCatalog catalog, int mostOpen) {
    if (mostOpen < 1) {
      throw new IllegalArgumentException("A keyring holds 1 DEK and up, not " + mostOpen);
    }
    this.provider = provider;
    this.store = store;
    this.keks = new KekRegistry(provider, catalog);
    this.fields = new FieldWork(provider);
    TagKey tagKey = new TagKey(provider, store);
    this.deks =
        new HeldDeks(
            store,
            new DekMaker(provider, store, keks, tagKey),
            tagKey,
            provider.source().config().deks(),
            mostOpen);
  }

  /**
   * Opens the active version of a DEK, and makes a first one where the store has none of that name.
   * When this returns, its row is durable.
   *
   * @param name the DEK's name, see {@link DekRecord#name()}
   * @return its row
   * @throws KekMismatchException when the KEK on the token is another key than the store's
   * @throws TokenException when the KEK is missing or unfit, no {@code kek} is configured, or the
   *     token doesn't answer
   * @throws DekRowChangedException when the row is not as it was written, or holds another DEK
   * @throws StoreException when the store can't be used
   */
  public DekRecord ensure(String name) throws TokenException {
    DekRecord.checkName(name);
    return deks.openOrMake(name, () -> keks.primary(kekName())).row();
  }

  /**
   * Opens every DEK version of the store that decrypts, so that what is wrong shows at the start.
   * Where there are more than the keyring holds open, they are closed again as it goes on.
   *
   * @return how many there are
   * @throws TokenException when one of them can't be opened
   * @throws DekRowChangedException when a row is not as it was written, or holds another DEK
   * @throws StoreException when the store can't be read
   */
  public int openAll() throws TokenException {
    int count = 0;
    List<DekRecord> page = store.page(null, PAGE);
    while (!page.isEmpty()) {
      for (DekRecord row : page) {
        if (row.state().decrypts()) {
          deks.open(row);
          count++;
        }
      }
      page = store.page(page.get(page.size() - 1).id(), PAGE);
    }
    return count;
  }

  /**
   * Encrypts a value under the active version of a DEK.
   *
   * @param dekName an existing DEK
   * @param plaintext the value, at most {@link FieldToken#MAX_PLAINTEXT_BYTES} bytes; 15,360 suit
   *     every supported token
   * @param context where the value belongs; the same is needed to decrypt
   * @return a field token in base64url
   * @throws DekNotFoundException when there is no such DEK
   * @throws DekRowChangedException when the row is not as it was written, or holds another DEK
   * @throws StoreException when no version of the DEK is active or its row is gone, or uses have to
   *     be taken and the store can't be used
   * @throws TokenException when the DEK can't be opened
   */
  public String encrypt(String dekName, byte[] plaintext, EncryptionContext context)
      throws TokenException {
    OpenDek dek = deks.active(dekName);
    int reopenings = 0;
    while (true) {
      if (dek.isStale()) {
        dek = deks.reread(dek);
      }
      if (!dek.row().state().encrypts()) { // another process was faster, while it was opened
        dek = deks.successor(dek.row());
        continue;
      }
      try {
        return fields.encrypt(dek.handle(), dek.row().id(), plaintext, context);
      } catch (DekExhaustedException e) {
        dek = deks.moreUses(dek);
      } catch (TokenException e) {
        if (reopenings++ == REOPENINGS) {
          throw e;
        }
        dek = deks.reopen(dek, e);
      }
    }
  }

  /**
   * Decrypts a value, under whichever version it was encrypted.
   *
   * @param token a field token in base64url
   * @param context the context it was encrypted with
   * @return the value
   * @throws FieldDecryptionException for every way the token can be wrong, a DEK that is unknown,
   *     not active yet or destroyed included
   * @throws TokenException when the DEK can't be opened
   * @throws DekRowChangedException when the row is not as it was written, or holds another DEK
   * @throws StoreException when the store can't be read
   */
  public byte[] decrypt(String token, EncryptionContext context)
      throws FieldDecryptionException, TokenException {
    UUID id = dekId(token);
    OpenDek dek = deks.find(id).orElseThrow(FieldDecryptionException::new);
    int reopenings = 0;
    while (true) {
      try {
        return fields.decrypt(dek.handle(), id, token, context);
      } catch (TokenException e) {
        if (reopenings++ == REOPENINGS) {
          throw e;
        }
        dek = deks.reopen(dek, e);
      }
    }
  }

  /** Closes all DEKs: their bytes in memory are dropped, their objects in the token destroyed. */
  @Override
  public void close() {
    deks.close();
  }

  private String kekName() throws TokenException {
    String name = provider.source().config().kek();
    if (name == null) {
      throw new TokenException(
          "No KEK is named for new DEKs: set kek = NAME in the configuration", false, null);
    }
    return name;
  }

  private static UUID dekId(String token) throws FieldDecryptionException {
    try {
      return FieldToken.parse(token).dekId();
    } catch (FieldFormatException e) {
      throw new FieldDecryptionException();
    }
  }
}
