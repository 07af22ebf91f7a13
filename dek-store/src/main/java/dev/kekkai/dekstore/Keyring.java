package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.formats.FieldFormatException;
import dev.kekkai.formats.FieldToken;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekExhaustedException;
import java.util.UUID;

/**
 * An application's stored DEKs, ready for use: encrypts values to field tokens and back. A DEK is
 * opened through the token at its first use and held until {@link #close()}; after that nothing
 * reachable holds it. Thread-safe.
 *
 * <p>Before it encrypts under a DEK whose row was read longer ago than {@code dek.max-age}, it
 * reads the row again: a DEK that was retired meanwhile encrypts no more. When a DEK stops working
 * and has been wrapped anew, by a rotation in another process, it is opened from its new row. That
 * handle counts {@code dek.max-uses} anew.
 *
 * <p>Decrypting needs no DEK name: the token carries the DEK's id.
 */
public final class Keyring implements AutoCloseable {
  private final KekkaiProvider provider;
  private final DekStore store;
  private final KekRegistry keks;
  private final FieldWork fields;
  private final HeldDeks deks;

  /**
   * Over one token and one store. Opens no DEK yet.
   *
   * @param provider a configured provider; not closed by the keyring
   * @param store where the DEKs are
   * @param catalog the KEKs they are wrapped under
   */
  public Keyring(KekkaiProvider provider, DekStore store, KekCatalog catalog) {
    this.provider = provider;
    this.store = store;
    this.keks = new KekRegistry(provider, catalog);
    this.fields = new FieldWork(provider);
    this.deks = new HeldDeks(store, new DekMaker(provider, store, keks));
  }

  /**
   * Opens a DEK, and makes it first where the store has none of that name. When this returns, its
   * row is durable.
   *
   * @param name the DEK's name, see {@link DekRecord#name()}
   * @return its row
   * @throws KekMismatchException when the KEK on the token is another key than the store's
   * @throws TokenException when the KEK is missing or unfit, no {@code kek} is configured, or the
   *     token doesn't answer
   * @throws DekRowChangedException when the row holds another DEK than it was made with
   * @throws StoreException when the store can't be used
   */
  public DekRecord ensure(String name) throws TokenException {
    DekRecord.checkName(name);
    OpenDek held = deks.find(name);
    return (held != null ? held : deks.openOrMake(name, () -> keks.primary(kekName()))).row();
  }

  /**
   * Opens every DEK of the store, so that what is wrong shows at the start.
   *
   * @return how many there are
   * @throws TokenException when one of them can't be opened
   * @throws DekRowChangedException when a row holds another DEK than it was made with
   * @throws StoreException when the store can't be read
   */
  public int openAll() throws TokenException {
    int count = 0;
    for (DekRecord row : store.list()) {
      deks.open(row);
      count++;
    }
    return count;
  }

  /**
   * Encrypts a value.
   *
   * @param dekName an existing DEK
   * @param plaintext the value, at most {@link FieldToken#MAX_PLAINTEXT_BYTES} bytes; 15,360 suit
   *     every supported token
   * @param context where the value belongs; the same is needed to decrypt
   * @return a field token in base64url
   * @throws DekNotFoundException when there is no such DEK
   * @throws DekRowChangedException when the row holds another DEK than it was made with
   * @throws StoreException when the DEK is retired or its row gone, or the store can't be read
   * @throws TokenException when the DEK can't be opened or its budget is used up
   */
  public String encrypt(String dekName, byte[] plaintext, EncryptionContext context)
      throws TokenException {
    OpenDek dek = deks.find(dekName);
    if (dek == null) {
      dek = deks.open(store.find(dekName).orElseThrow(() -> new DekNotFoundException(dekName)));
    }
    if (dek.isStale()) {
      dek = deks.reread(dek);
    }
    try {
      return encrypt(dek, plaintext, context);
    } catch (DekExhaustedException e) {
      throw e; // a handle opened anew would have a new budget
    } catch (TokenException e) {
      return encrypt(deks.reopen(dek, e), plaintext, context);
    }
  }

  private String encrypt(OpenDek dek, byte[] plaintext, EncryptionContext context)
      throws TokenException {
    if (dek.row().state() != DekState.ACTIVE) {
      throw new StoreException(
          "The DEK '" + dek.row().name() + "' is retired: it only decrypts", null);
    }
    return fields.encrypt(dek.handle(), dek.row().id(), plaintext, context);
  }

  /**
   * Decrypts a value.
   *
   * @param token a field token in base64url
   * @param context the context it was encrypted with
   * @return the value
   * @throws FieldDecryptionException for every way the token can be wrong, an unknown DEK included
   * @throws TokenException when the DEK can't be opened
   * @throws DekRowChangedException when the row holds another DEK than it was made with
   * @throws StoreException when the store can't be read
   */
  public byte[] decrypt(String token, EncryptionContext context)
      throws FieldDecryptionException, TokenException {
    UUID id = dekId(token);
    OpenDek dek = deks.find(id);
    if (dek == null) {
      dek = deks.open(store.find(id).orElseThrow(FieldDecryptionException::new));
    }
    try {
      return fields.decrypt(dek.handle(), id, token, context);
    } catch (TokenException e) {
      return fields.decrypt(deks.reopen(dek, e).handle(), id, token, context);
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
