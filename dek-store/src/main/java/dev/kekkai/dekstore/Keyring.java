package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.BlindIndex;
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
 * reads the row again: a version that was deactivated meanwhile encrypts no more. Within the same
 * time one that was destroyed decrypts no more; while the store can't be asked, decrypting goes on.
 * When a DEK stops working and has been wrapped anew, by a rotation in another process, it is
 * opened from its new row. Within the same time it notices that a KEK version was disabled, and
 * neither encrypts nor decrypts under DEKs that are under it.
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
  private final KekWatch inUse;
  private final FieldWork fields;
  private final DekMaker maker;
  private final HeldDeks deks;
  private final HeldIndexes indexes;

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
    TagKey tagKey = new TagKey(provider, store, catalog);
    this.keks = new KekRegistry(provider, catalog, tagKey);
    this.inUse = new KekWatch(keks, provider.source().config().deks().maxAge());
    this.fields = new FieldWork(provider);
    this.maker = new DekMaker(provider, store, keks, tagKey);
    this.deks = new HeldDeks(store, maker, tagKey, provider.source().config().deks(), mostOpen);
    this.indexes = new HeldIndexes(provider, store, maker, tagKey);
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
   * Opens every DEK version of the store that decrypts, and every version of a blind index's key
   * but those that wait, so that what is wrong shows at the start. Where there are more than the
   * keyring holds open, they are closed again as it goes on.
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
          if (row.purpose() == DekPurpose.INDEX) {
            maker.open(row).handle().close();
          } else {
            deks.open(row);
          }
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
    return FieldToken.textOf(encryptToBytes(dekName, plaintext, context));
  }

  /**
   * As {@link #encrypt}, to the binary form, a quarter shorter.
   *
   * @param dekName an existing DEK
   * @param plaintext the value, at most {@link FieldToken#MAX_PLAINTEXT_BYTES} bytes
   * @param context where the value belongs; the same is needed to decrypt
   * @return a field token, 46 bytes longer than the value
   * @throws TokenException as above
   */
  public byte[] encryptToBytes(String dekName, byte[] plaintext, EncryptionContext context)
      throws TokenException {
    OpenDek dek = deks.active(dekName);
    int reopenings = 0;
    while (true) {
      long now = System.nanoTime();
      if (dek.isStale(now)) {
        dek = deks.reread(dek);
      }
      if (!dek.row().state().encrypts()) { // another process was faster, while it was opened
        dek = deks.successor(dek.row());
        continue;
      }
      try {
        inUse.require(dek.handle().wrapped().kek(), now);
        return fields.encrypt(dek.key(), dek.row().id(), plaintext, context);
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
    byte[] bytes;
    try {
      bytes = FieldToken.bytesOf(token);
    } catch (FieldFormatException e) {
      throw new FieldDecryptionException();
    }
    return decrypt(bytes, context);
  }

  /**
   * As {@link #decrypt(String, EncryptionContext)}, from the binary form.
   *
   * @param token a field token
   * @param context the context it was encrypted with
   * @return the value
   * @throws FieldDecryptionException for every way the token can be wrong
   * @throws TokenException as above
   */
  public byte[] decrypt(byte[] token, EncryptionContext context)
      throws FieldDecryptionException, TokenException {
    UUID id;
    try {
      id = FieldToken.dekIdOf(token);
    } catch (FieldFormatException e) {
      throw new FieldDecryptionException();
    }
    long now = System.nanoTime();
    OpenDek dek = found(id, now);
    int reopenings = 0;
    while (true) {
      try {
        inUse.require(dek.handle().wrapped().kek(), now);
        return fields.decrypt(dek.key(), id, token, context);
      } catch (TokenException e) {
        if (reopenings++ == REOPENINGS) {
          throw e;
        }
        now = System.nanoTime();
        if (dek.handle().isClosed()) {
          found(id, now); // or it was destroyed meanwhile
        }
        dek = deks.reopen(dek, e);
      }
    }
  }

  private OpenDek found(UUID id, long nanoTime) throws FieldDecryptionException, TokenException {
    OpenDek dek = deks.find(id, nanoTime);
    if (dek == null) {
      throw new FieldDecryptionException();
    }
    return dek;
  }

  /**
   * Makes the first key of a blind index where the store has none of that name, and opens it. When
   * this returns, its row is durable.
   *
   * @param name the index's name, see {@link DekRecord#name()}; no DEK has it
   * @throws KekMismatchException when the KEK on the token is another key than the store's
   * @throws TokenException when the KEK is missing, unfit or hsm-only, no {@code kek} is
   *     configured, or the token doesn't answer
   * @throws DekRowChangedException when a row is not as it was written, or holds another key
   * @throws StoreException when it is the name of a DEK, or the store can't be used
   */
  public void ensureIndex(String name) throws TokenException {
    DekRecord.checkName(name);
    indexes.openOrMake(name, () -> keks.primary(kekName()));
  }

  /**
   * What is stored beside an encrypted value so that it can be searched for: its blind index of
   * {@value BlindIndex#MAX_BITS} bits.
   *
   * @param name an existing index, see {@link #ensureIndex}
   * @param value the value, normalised by the caller: what is to be found by {@code a@b.example}
   *     and by {@code A@B.example} has to be made one value before
   * @param context the column the value is of, without the row
   * @return text of at most 57 characters, see {@code docs/formats/blind-index.md}
   * @throws IllegalArgumentException when the value is too long
   * @throws DekNotFoundException when there is no such index
   * @throws DekRowChangedException when a row is not as it was written, or holds another key
   * @throws StoreException when it is the name of a DEK, no version is active, or the store can't
   *     be read
   * @throws TokenException when a key can't be opened
   */
  public String blindIndex(String name, byte[] value, EncryptionContext context)
      throws TokenException {
    return blindIndex(name, value, context, BlindIndex.MAX_BITS);
  }

  /**
   * As {@link #blindIndex(String, byte[], EncryptionContext)}, cut to fewer bits, so that some
   * values share one: whoever searches decrypts what was found, and compares. All values of a
   * column are cut to the same number.
   *
   * @param name an existing index
   * @param value the value, normalised by the caller
   * @param context the column the value is of
   * @param bits {@value BlindIndex#MIN_BITS} to {@value BlindIndex#MAX_BITS}, a multiple of 8
   * @return text of at most 57 characters
   * @throws IllegalArgumentException when the value is too long or the bits are out of bounds
   * @throws TokenException as above
   */
  public String blindIndex(String name, byte[] value, EncryptionContext context, int bits)
      throws TokenException {
    return indexes.use(name, index -> index.active(value, context, bits));
  }

  /**
   * What a value is searched for by: its blind index under each version of the key that is not
   * destroyed, those that wait to be activated included, since other processes may write under them
   * before this one hears of it.
   *
   * @param name an existing index
   * @param value the value, normalised by the caller
   * @param context the column the value is of
   * @return one text for each version, the newest first
   * @throws IllegalArgumentException when the value is too long
   * @throws TokenException as above
   */
  public List<String> blindIndexes(String name, byte[] value, EncryptionContext context)
      throws TokenException {
    return blindIndexes(name, value, context, BlindIndex.MAX_BITS);
  }

  /**
   * As {@link #blindIndexes(String, byte[], EncryptionContext)}, cut to fewer bits.
   *
   * @param name an existing index
   * @param value the value, normalised by the caller
   * @param context the column the value is of
   * @param bits the number that the column was written with
   * @return one text for each version, the newest first
   * @throws IllegalArgumentException when the value is too long or the bits are out of bounds
   * @throws TokenException as above
   */
  public List<String> blindIndexes(String name, byte[] value, EncryptionContext context, int bits)
      throws TokenException {
    return indexes.use(name, index -> index.all(value, context, bits));
  }

  /** Closes all DEKs: their bytes in memory are dropped, their objects in the token destroyed. */
  @Override
  public void close() {
    indexes.close();
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
}
