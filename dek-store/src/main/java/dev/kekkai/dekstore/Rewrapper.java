package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.GcmSample;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One DEK on its way under another KEK version; tells trouble with the row from other trouble.
 * Thread-safe.
 */
final class Rewrapper {
  private static final long MOST_NANOS = 1_000_000_000L;

  private final KekkaiProvider provider;
  private final KekRegistry keks;
  private final TagKey tagKey;
  private final CheckToken checkToken;
  private volatile @Nullable Known kekOfRows;

  Rewrapper(KekkaiProvider provider, KekRegistry keks, TagKey tagKey) {
    this.provider = provider;
    this.keks = keks;
    this.tagKey = tagKey;
    this.checkToken = new CheckToken(provider);
  }

  /** A DEK that stays as it is; the others can go on. */
  static final class RowFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    RowFailedException(@Nullable String why) {
      super(why);
    }
  }

  /**
   * Passes a row that is as it was tagged.
   *
   * @throws RowFailedException when it is not
   */
  void verify(DekRecord dek) throws TokenException, RowFailedException {
    try {
      tagKey.tags().verified(dek);
    } catch (DekRowChangedException e) {
      throw new RowFailedException(e.getMessage());
    }
  }

  /**
   * Wraps the DEK of a verified row anew, and checks that the new blob holds the row's DEK. Where
   * that fails although the token works, it is tried once more: an error that passes is the token's
   * and not the row's.
   *
   * @return how it is wrapped now
   * @throws RowFailedException when this row can't be rewrapped, however often it is tried
   * @throws TokenException when the new version or the token is in trouble
   */
  WrappedDek rewrap(DekRecord dek, TokenKey to) throws TokenException, RowFailedException {
    try {
      return once(dek, to);
    } catch (RowFailedException e) {
      provider.deks().generateWrapped(to); // throws when it is not the row that is to blame
      return once(dek, to);
    }
  }

  private WrappedDek once(DekRecord dek, TokenKey to) throws TokenException, RowFailedException {
    try {
      return rewrapped(dek, to);
    } catch (TokenException e) {
      if (e.retryable()) {
        throw e;
      }
      throw new RowFailedException(e.getMessage());
    }
  }

  /** The row's next revision in its new wrapping, tagged. */
  DekRecord tagged(DekRecord dek, WrappedDek fresh, TokenKey to) throws TokenException {
    return tagKey.tags().tagged(dek.withWrapped(fresh), HexFormat.of().formatHex(to.id()));
  }

  private WrappedDek rewrapped(DekRecord dek, TokenKey to)
      throws TokenException, RowFailedException {
    TokenKey from = known(dek.wrapped().kek());
    DekMaker.requireSameKek(dek, from);
    if (from.hsmOnly()) {
      throw new RowFailedException(
          dek.wrapped().kek() + " was made hsm-only: its DEKs can't be rewrapped");
    }
    if (to.hsmOnly() && dek.purpose() == DekPurpose.INDEX) { // nor could it be brought back
      throw new RowFailedException(
          "it is the key of a blind index, which is used in memory, and "
              + to.ref()
              + " was made hsm-only: nobody could use it there");
    }
    return provider.deks().provesInToken(to) ? provedInToken(dek, to) : provedHere(dek, to);
  }

  private WrappedDek provedInToken(DekRecord dek, TokenKey to)
      throws TokenException, RowFailedException {
    GcmSample sample = checkToken.sample(dek);
    if (sample == null) {
      throw anotherDek();
    }
    return provider
        .deks()
        .rewrapProved(dek.wrapped(), to, sample)
        .orElseThrow(Rewrapper::anotherDek);
  }

  /** Where the module has no AES-GCM to prove it with. */
  private WrappedDek provedHere(DekRecord dek, TokenKey to)
      throws TokenException, RowFailedException {
    WrappedDek fresh = provider.deks().rewrap(dek.wrapped(), to);
    try (DekHandle opened = provider.deks().open(fresh, keks.policy(to))) {
      if (!checkToken.opens(opened, dek)) {
        throw anotherDek();
      }
    }
    return fresh;
  }

  private static RowFailedException anotherDek() {
    return new RowFailedException("it is not the DEK that this row was made for");
  }

  /**
   * A KEK version, proven. Store and token are asked for it once a second, not for each row; the
   * token is asked anyway whether it is still the same key.
   */
  private TokenKey known(KekRef ref) throws TokenException {
    Known last = kekOfRows;
    if (last != null
        && last.key().ref().equals(ref)
        && System.nanoTime() - last.nanos() < MOST_NANOS) {
      return last.key();
    }
    long asked = System.nanoTime();
    TokenKey key = keks.find(ref);
    kekOfRows = new Known(key, asked);
    return key;
  }

  private record Known(TokenKey key, long nanos) {}
}
