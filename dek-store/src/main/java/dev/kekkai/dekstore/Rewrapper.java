package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One DEK on its way under another KEK version; tells trouble with the row from other trouble. */
final class Rewrapper {
  private final KekkaiProvider provider;
  private final KekRegistry keks;
  private final TagKey tagKey;
  private final CheckToken checkToken;

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
   * Wraps a DEK anew, and checks that the new blob holds the row's DEK.
   *
   * @return the row's next revision, tagged
   * @throws RowFailedException when this row can't be rewrapped, however often it is tried
   * @throws TokenException when the new version or the token is in trouble
   */
  DekRecord rewrap(DekRecord dek, TokenKey to) throws TokenException, RowFailedException {
    RowTags tags = tagKey.tags();
    try {
      tags.verified(dek);
    } catch (DekRowChangedException e) {
      throw new RowFailedException(e.getMessage());
    }
    try {
      String kekId = HexFormat.of().formatHex(to.id());
      return tags.tagged(dek.withWrapped(rewrapped(dek, to)), kekId);
    } catch (BadBlobException e) {
      throw new RowFailedException(e.getMessage());
    } catch (TokenException e) {
      if (e.retryable()) {
        throw e;
      }
      provider.deks().generateWrapped(to); // throws when it is not the row that is to blame
      throw new RowFailedException(e.getMessage());
    }
  }

  private WrappedDek rewrapped(DekRecord dek, TokenKey to)
      throws TokenException, RowFailedException {
    TokenKey from = keks.find(dek.wrapped().kek());
    DekMaker.requireSameKek(dek, from);
    if (from.hsmOnly()) {
      throw new RowFailedException(
          dek.wrapped().kek() + " was made hsm-only: its DEKs can't be rewrapped");
    }
    WrappedDek fresh = provider.deks().rewrap(dek.wrapped(), to);
    try (DekHandle opened = provider.deks().open(fresh, keks.policy(to))) {
      if (!checkToken.opens(opened, dek)) {
        throw new RowFailedException("it is not the DEK that this row was made for");
      }
    }
    return fresh;
  }
}
