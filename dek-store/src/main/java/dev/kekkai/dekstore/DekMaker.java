package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Makes DEKs: generated and wrapped in the token, stored for good, and only then handed out. */
final class DekMaker {
  private final KekkaiProvider provider;
  private final DekStore store;
  private final KekRegistry keks;
  private final CheckToken checkToken;

  DekMaker(KekkaiProvider provider, DekStore store, KekRegistry keks) {
    this.provider = provider;
    this.store = store;
    this.keks = keks;
    this.checkToken = new CheckToken(provider);
  }

  OpenDek make(String name, TokenKey kek) throws TokenException {
    WrappedDek wrapped = provider.deks().generateWrapped(kek);
    DekHandle dek = provider.deks().open(wrapped, keks.policy(kek));
    boolean stored = false;
    try {
      UUID id = UUID.randomUUID();
      DekRecord row =
          new DekRecord(
              id,
              name,
              wrapped,
              checkToken.make(dek, id, name),
              DekState.ACTIVE,
              Instant.now().truncatedTo(ChronoUnit.MILLIS));
      store.add(row);
      stored = true;
      return new OpenDek(row, dek);
    } finally {
      if (!stored) {
        dek.close();
      }
    }
  }

  /** Opens what a row holds, and hands it out only if it is the DEK that the row was made for. */
  OpenDek open(DekRecord row) throws TokenException {
    TokenKey kek = keks.find(row.wrapped().kek());
    DekHandle dek = provider.deks().open(row.wrapped(), keks.policy(kek));
    boolean genuine = false;
    try {
      genuine = checkToken.opens(dek, row);
    } finally {
      if (!genuine) {
        dek.close();
      }
    }
    if (!genuine) {
      throw new DekRowChangedException(row);
    }
    return new OpenDek(row, dek);
  }
}
