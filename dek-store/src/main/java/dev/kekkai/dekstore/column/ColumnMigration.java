package dev.kekkai.dekstore.column;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts a plaintext column of a table in use, in batches: its rows are encrypted, verified, and
 * cleared of the plaintext. {@link ColumnSetup} does what comes before and after.
 *
 * <p>Applications read and write meanwhile, and none of them waits for more than a batch. A row is
 * changed only if it is still as it was read. Each step may be interrupted at any moment, killed
 * included, and is run again then; two at once disturb nobody. Progress is told as numbers of rows,
 * by several threads.
 */
public final class ColumnMigration {
  /** Others may write rows as quickly as they are encrypted. */
  private static final int MOST_PASSES = 50;

  private static final int IDLE_PASSES = 25;
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final MigrationSite site;
  private final RowCrypto crypto;
  private final PassOptions options;

  /**
   * For one column, whose migration was started with the same settings.
   *
   * @param keyring opens and makes tokens
   * @param database where the table is
   * @param column the column that tokens go to, and their context
   * @param plaintextColumn the column to be encrypted
   * @param options how hard to work
   * @throws ColumnException when the table is not as they say, or the migration was not started, or
   *     with other settings
   */
  public ColumnMigration(
      Keyring keyring,
      ColumnDatabase database,
      EncryptedColumn column,
      String plaintextColumn,
      PassOptions options) {
    this.site = new MigrationSite(database, column, plaintextColumn);
    this.crypto = new RowCrypto(keyring, column);
    this.options = options;
    if (site.started().phase() == Phase.DROPPED) {
      throw ColumnException.refused(
          "The migration is done: the column '" + plaintextColumn + "' is gone");
    }
    site.table().requireToken().requirePlain();
  }

  /**
   * How many rows are to be encrypted.
   *
   * @return rows with plaintext and no token
   * @throws ColumnException when the database fails
   */
  public long left() {
    return site.count(Selection.left(site.table()));
  }

  /**
   * How many rows are to be verified.
   *
   * @return rows with plaintext, a token, or both
   * @throws ColumnException when the database fails
   */
  public long withValue() {
    return site.count(Selection.any(site.table()));
  }

  /**
   * How many rows are to be cleared.
   *
   * @return rows with plaintext
   * @throws ColumnException when the database fails
   */
  public long withPlaintext() {
    return site.count(Selection.plaintext(site.table()));
  }

  /**
   * Encrypts every row that has plaintext and no token, until none is left, or only such as can't
   * be encrypted or others keep locked.
   *
   * @param progress is told of rows that are done
   * @return what was done
   * @throws TokenException when the DEK can't be opened or the token doesn't answer
   * @throws ColumnException when the database fails
   */
  public RunReport run(LongConsumer progress) throws TokenException {
    AtomicLong changed = new AtomicLong();
    Findings failed =
        untilNone(
            Selection.left(site.table()),
            progress,
            changed,
            (rows, told) -> {
              List<ColumnRow> done = new ArrayList<>(rows.size());
              List<String> tokens = new ArrayList<>(rows.size());
              for (ColumnRow row : rows) {
                String token = crypto.encrypt(row, told);
                if (token != null) {
                  done.add(row);
                  tokens.add(token);
                }
              }
              return change(done, tokens);
            });
    return new RunReport(changed.get(), left(), failed.count(), failed.shown());
  }

  /**
   * Decrypts every token, and compares it with the plaintext that is still there. When all are
   * right and none is missing, the column may be cleared.
   *
   * @param progress is told of rows that are done
   * @return what was found
   * @throws TokenException when a DEK can't be opened or the token doesn't answer
   * @throws ColumnException when the database fails
   */
  public VerifyReport verify(LongConsumer progress) throws TokenException {
    Findings left = new Findings();
    Findings wrong = new Findings();
    ColumnPass.Tally tally =
        pass(progress)
            .over(
                Selection.any(site.table()),
                rows -> {
                  long right = 0;
                  for (ColumnRow row : rows) {
                    if (row.token() == null) {
                      left.add(row, "no token");
                    } else if (isRight(row, wrong)) {
                      right++;
                    }
                  }
                  return right;
                });
    VerifyReport report =
        new VerifyReport(tally.changed(), left.count(), wrong.count(), wrong.shown());
    if (report.isClean()) {
      site.move(Phase.STARTED, Phase.VERIFIED);
    } else {
      site.move(Phase.VERIFIED, Phase.STARTED);
    }
    return report;
  }

  /**
   * Clears the plaintext of every row, once the column is verified. From its beginning on, on
   * PostgreSQL, whatever is written with a token is stored without plaintext. Each token is
   * decrypted and compared once more before its plaintext goes; where they differ, both stay.
   *
   * @param progress is told of rows that are done
   * @return what was done
   * @throws TokenException when a DEK can't be opened or the token doesn't answer
   * @throws ColumnException when the column is not verified, rows have no token, or the database
   *     fails
   */
  public RunReport clear(LongConsumer progress) throws TokenException {
    beginToClear();
    AtomicLong changed = new AtomicLong();
    Findings failed =
        untilNone(
            Selection.both(site.table()),
            progress,
            changed,
            (rows, told) -> {
              List<ColumnRow> done = new ArrayList<>(rows.size());
              for (ColumnRow row : rows) {
                if (isRight(row, told)) {
                  done.add(row);
                }
              }
              return change(done, null);
            });
    long left = withPlaintext();
    if (left == 0) {
      site.move(Phase.CLEARING, Phase.CLEARED);
    }
    return new RunReport(changed.get(), left, failed.count(), failed.shown());
  }

  private void beginToClear() {
    Phase phase = site.started().phase();
    if (phase == Phase.STARTED) {
      throw ColumnException.refused(
          "The column is not verified: kekkai migrate verify has to find nothing missing and"
              + " nothing wrong first");
    }
    if (phase == Phase.CLEARED) {
      site.move(Phase.CLEARED, Phase.CLEARING);
      return;
    }
    if (phase == Phase.CLEARING) {
      return;
    }
    long left = left();
    if (left > 0) {
      site.move(Phase.VERIFIED, Phase.STARTED);
      throw ColumnException.refused(
          left + " rows got plaintext without a token since: kekkai migrate run and verify again");
    }
    Table table = site.table();
    new Ddl(site.database(), site.column().qualifiedTable())
        .change(
            "let the plaintext column be null",
            connection -> {
              if (table.requirePlain().notNull()) {
                Ddl.execute(
                    connection,
                    "alter table "
                        + table.sql()
                        + " alter column "
                        + SqlName.quoted(site.plaintext())
                        + " drop not null");
              }
              if (site.database().isPostgreSql()) {
                new SyncTrigger(table).install(connection, true);
              }
              site.state().move(connection, Phase.VERIFIED, Phase.CLEARING);
            });
  }

  private boolean isRight(ColumnRow row, Findings wrong) throws TokenException {
    RowCrypto.Fit fit = crypto.fit(row);
    if (fit != RowCrypto.Fit.RIGHT) {
      wrong.add(
          row,
          fit == RowCrypto.Fit.UNREADABLE
              ? "its token does not decrypt"
              : "its token is of another value than its plaintext");
    }
    return fit == RowCrypto.Fit.RIGHT;
  }

  private interface BatchWork {
    long on(List<ColumnRow> rows, Findings failed) throws TokenException;
  }

  /**
   * Until a pass meets nothing, for rows that others wrote meanwhile; or nothing more to be done.
   */
  private Findings untilNone(
      Selection which, LongConsumer progress, AtomicLong changed, BatchWork work)
      throws TokenException {
    int idle = 0;
    for (int passes = 1; ; passes++) {
      Findings failed = new Findings();
      ColumnPass.Tally tally = pass(progress).over(which, rows -> work.on(rows, failed));
      changed.addAndGet(tally.changed());
      idle = tally.changed() > 0 ? 0 : idle + 1;
      if (tally.read() <= failed.count() || idle > IDLE_PASSES || passes == MOST_PASSES) {
        return failed;
      }
      if (idle > 0) {
        ColumnPass.sleep(IDLE_NANOS);
      }
    }
  }

  private ColumnPass pass(LongConsumer progress) {
    return new ColumnPass(site.database(), site.sql(), options, progress);
  }

  private long change(List<ColumnRow> rows, @Nullable List<String> tokens) {
    return ColumnChange.of(site.database(), site.sql(), rows, tokens);
  }
}
