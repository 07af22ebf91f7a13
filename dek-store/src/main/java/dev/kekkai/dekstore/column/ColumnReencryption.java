package dev.kekkai.dekstore.column;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.formats.FieldSuite;
import dev.kekkai.formats.FieldToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Encrypts the tokens of a column anew under the active version of its DEK: those that are under
 * another version, or another DEK. In batches, while applications read and write; a token is
 * replaced only while its row is as it was read. May be interrupted at any moment, and run again.
 */
public final class ColumnReencryption {
  /** Applications may write under the version before for a while. */
  private static final int SWEEPS = 10;

  private static final long IDLE_NANOS = 200_000_000;

  private final Keyring keyring;
  private final DekStore store;
  private final ColumnDatabase database;
  private final EncryptedColumn column;
  private final ColumnSql sql;
  private final PassOptions options;

  /**
   * For one column.
   *
   * @param keyring opens and makes tokens
   * @param store the DEKs
   * @param database where the table is
   * @param column the column, and the context of its tokens
   * @param options how hard to work
   * @throws ColumnException when the table is not as they say
   */
  public ColumnReencryption(
      Keyring keyring,
      DekStore store,
      ColumnDatabase database,
      EncryptedColumn column,
      PassOptions options) {
    this.keyring = keyring;
    this.store = store;
    this.database = database;
    this.column = column;
    this.options = options;
    this.sql = ColumnSql.of(database, TableReader.read(database, column, null).requireToken());
  }

  /**
   * How many tokens are to be encrypted anew.
   *
   * @return tokens that are not under the active version
   * @throws StoreException when there is no such DEK
   * @throws ColumnException when the database fails
   */
  public long left() {
    Selection old = old(active());
    return database.with("count rows", connection -> sql.count(connection, old));
  }

  /**
   * Encrypts them anew, until none is left, or only such as don't decrypt or others keep locked.
   *
   * @param progress is told of rows that are done, by several threads
   * @return what was done
   * @throws TokenException when a DEK can't be opened or the token doesn't answer
   * @throws StoreException when the DEK encrypts no more, or the store can't be read
   * @throws ColumnException when the database fails
   */
  public ReencryptReport run(LongConsumer progress) throws TokenException {
    RowCrypto crypto = new RowCrypto(keyring, column);
    ColumnPass pass = new ColumnPass(database, sql, options, progress);
    Findings failed = new Findings();
    long changed = 0;
    for (int i = 0; i < SWEEPS; i++) {
      Findings now = new Findings();
      UUID active = active();
      ColumnPass.Tally tally = pass.over(old(active), rows -> again(crypto, rows, now));
      failed = now;
      changed += tally.changed();
      // a new version may have become active meanwhile, when the budget came to its end
      if (tally.read() <= now.count() && active.equals(active())) {
        break;
      }
      if (tally.changed() == 0) {
        ColumnPass.sleep(IDLE_NANOS);
      }
    }
    List<DekUse> uses = new DekUses(store, sql).read(database);
    long left = Math.max(0, old(uses) - failed.count());
    return new ReencryptReport(changed, failed.count(), left, failed.shown(), uses, unused(uses));
  }

  private long old(List<DekUse> uses) {
    UUID active = active();
    return uses.stream().filter(use -> !active.equals(use.id())).mapToLong(DekUse::rows).sum();
  }

  private long again(RowCrypto crypto, List<ColumnRow> rows, Findings failed)
      throws TokenException {
    List<ColumnRow> done = new ArrayList<>(rows.size());
    List<String> tokens = new ArrayList<>(rows.size());
    for (ColumnRow row : rows) {
      String token = crypto.again(row, failed);
      if (token != null) {
        done.add(row);
        tokens.add(token);
      }
    }
    return ColumnChange.of(database, sql, done, tokens);
  }

  private UUID active() {
    return store
        .find(column.dek())
        .map(DekRecord::id)
        .orElseThrow(
            () -> ColumnException.setup("The store has no DEK named '" + column.dek() + "'"));
  }

  private Selection old(UUID active) {
    return Selection.tokenNotLike(
        sql.table(), FieldToken.textPrefix(FieldSuite.AES_256_GCM, active));
  }

  private List<DekRecord> unused(List<DekUse> uses) {
    return store.versions(column.dek()).stream()
        .filter(row -> row.state() != DekState.ACTIVE && row.state() != DekState.PRE_ACTIVE)
        .filter(row -> row.state() != DekState.DESTROYED)
        .filter(row -> uses.stream().noneMatch(use -> Objects.equals(use.id(), row.id())))
        .toList();
  }
}
