package dev.kekkai.dekstore;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes DEKs: generated and wrapped in the token, stored for good, and only then handed out. */
final class DekMaker {
  /** The key of a blind index encrypts its check token and nothing else. */
  private static final long CHECK_ONLY = 1;

  private final KekkaiProvider provider;
  private final DekStore store;
  private final KekRegistry keks;
  private final TagKey tagKey;
  private final CheckToken checkToken;
  private final Duration cryptoperiod;
  private final long firstLease;

  DekMaker(KekkaiProvider provider, DekStore store, KekRegistry keks, TagKey tagKey) {
    this.provider = provider;
    this.store = store;
    this.keks = keks;
    this.tagKey = tagKey;
    this.checkToken = new CheckToken(provider);
    this.cryptoperiod = provider.source().config().deks().cryptoperiod();
    this.firstLease = Leases.first(provider.source().config().deks());
  }

  /** The first version of a DEK, active at once. */
  OpenDek make(String name, TokenKey kek) throws TokenException {
    return make(name, 1, DekState.ACTIVE, DekPurpose.ENCRYPT, kek, store::add);
  }

  /** The first version of a blind index's key, active at once. */
  void makeIndexKey(String name, TokenKey kek) throws TokenException {
    make(name, 1, DekState.ACTIVE, DekPurpose.INDEX, kek, store::add).handle().close();
  }

  /** Rows of new DEKs, which are not stored yet. */
  List<DekRecord> rows(List<String> names, String kekName) throws TokenException {
    TokenKey kek = keks.primary(kekName);
    List<DekRecord> rows = new ArrayList<>();
    for (String name : names) {
      make(name, 1, DekState.ACTIVE, DekPurpose.ENCRYPT, kek, rows::add).handle().close();
    }
    return rows;
  }

  /**
   * The next version of a DEK, and the end of the active one; empty when somebody else was faster.
   */
  Optional<OpenDek> makeSuccessor(DekRecord active) throws TokenException {
    DekRecord ended = tagKey.tags().tagged(active.in(DekState.DEACTIVATED, Instant.now()));
    boolean[] done = new boolean[1];
    OpenDek made =
        makeNext(active, DekState.ACTIVE, row -> done[0] = store.succeed(active, ended, row));
    if (done[0]) {
      return Optional.of(made);
    }
    made.handle().close();
    return Optional.empty();
  }

  /** The next version of a DEK, which waits. */
  DekRecord makePreActive(DekRecord other) throws TokenException {
    OpenDek made = makeNext(other, DekState.PRE_ACTIVE, store::add);
    made.handle().close();
    return made.row();
  }

  private OpenDek makeNext(DekRecord other, DekState state, Storing storing) throws TokenException {
    TokenKey kek = keks.primary(other.wrapped().kek().name());
    List<DekRecord> versions = store.versions(other.name());
    int next = versions.get(versions.size() - 1).version() + 1;
    return make(other.name(), next, state, other.purpose(), kek, storing);
  }

  private interface Storing {
    void store(DekRecord row);
  }

  private OpenDek make(
      String name, int version, DekState state, DekPurpose purpose, TokenKey kek, Storing storing)
      throws TokenException {
    RowTags tags = tagKey.tags();
    WrappedDek wrapped = provider.deks().generateWrapped(kek);
    DekHandle dek = provider.deks().open(wrapped, policy(kek, purpose));
    long uses = purpose == DekPurpose.INDEX ? CHECK_ONLY : firstLease;
    boolean stored = false;
    try {
      dek.grant(uses);
      UUID id = UUID.randomUUID();
      DekRecord row =
          new DekRecord(
              id,
              name,
              version,
              wrapped,
              checkToken.make(dek, id, name, purpose),
              state,
              dates(state),
              uses,
              0,
              RowTag.NONE,
              purpose);
      DekRecord tagged = tags.tagged(row, HexFormat.of().formatHex(kek.id()));
      storing.store(tagged);
      stored = true;
      return OpenDek.of(tagged, key(dek), cryptoperiod, firstLease);
    } finally {
      if (!stored) {
        dek.close();
      }
    }
  }

  private DekKey key(DekHandle dek) {
    return new DekKey(provider.source(), dek);
  }

  private static DekDates dates(DekState state) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return state == DekState.ACTIVE ? DekDates.activeFrom(now) : DekDates.createdAt(now);
  }

  /**
   * Opens what a row holds, and hands it out only if the row is as it was written last, and the DEK
   * the one that it was made for. Nothing is granted to it yet.
   */
  OpenDek open(DekRecord read) throws TokenException {
    RowTags tags = tagKey.tags();
    // The first start of a store of an earlier release has just tagged it.
    DekRecord row =
        read.tag().isPresent() ? read : store.find(read.id()).orElseThrow(() -> Leases.gone(read));
    tags.verified(row); // says more of a changed row than the proof does
    DekRecord proved = store.findProved(row.id()).orElseThrow(() -> Leases.gone(row));
    return openUntagged(proved.equals(row) ? row : tags.verified(proved));
  }

  /** As {@link #open}, but whoever calls answers for the row. */
  OpenDek openUntagged(DekRecord row) throws TokenException {
    TokenKey kek = keks.find(row.wrapped().kek());
    requireSameKek(row, kek);
    DekHandle dek = provider.deks().open(row.wrapped(), policy(kek, row.purpose()));
    boolean genuine = false;
    try {
      genuine = checkToken.opens(dek, row);
    } finally {
      if (!genuine) {
        dek.close();
      }
    }
    if (!genuine) {
      throw DekRowChangedException.dek(row);
    }
    return OpenDek.of(row, key(dek), cryptoperiod, firstLease);
  }

  /** Bit by bit granted uses; the key of a blind index works in memory, wherever DEKs do. */
  private DekPolicy policy(TokenKey kek, DekPurpose purpose) {
    DekPolicy policy = keks.policy(kek).withGrantedUses();
    return purpose == DekPurpose.INDEX ? policy.withBulk(BulkMode.SOFTWARE) : policy;
  }

  /** The row's tag says which key it means, whatever the table of KEKs says by now. */
  static void requireSameKek(DekRecord row, TokenKey kek) throws KekMismatchException {
    String id = HexFormat.of().formatHex(kek.id());
    if (!id.equals(row.tag().kekId())) {
      throw new KekMismatchException(
          kek.ref(), "its CKA_ID is " + id + ", the DEK's row has " + row.tag().kekId());
    }
  }
}
