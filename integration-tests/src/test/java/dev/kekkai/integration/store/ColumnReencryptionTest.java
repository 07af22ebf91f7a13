package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.column.ColumnReencryption;
import dev.kekkai.dekstore.column.DekUse;
import dev.kekkai.dekstore.column.EncryptedColumn;
import dev.kekkai.dekstore.column.PassOptions;
import dev.kekkai.dekstore.column.ReencryptReport;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A column's tokens under the active version of its DEK. */
class ColumnReencryptionTest extends ColumnContract {

  @Test
  void tokens_under_older_versions_are_encrypted_anew_and_others_stay() throws Exception {
    rows(8);
    setup().start();
    migration().run(UNSEEN);
    DekRecord first = dekRow();
    assertThat(reencryption().left()).isZero();
    DekRecord second = lifecycle().activate(lifecycle().prepare(dek()).id());
    assertThat(reencryption().left()).isEqualTo(8);
    restart();
    String fresh = users().encrypt(dek(), utf8("fresh"), column().context(List.of("1")));
    write("update \"users\" set \"otp\" = 'fresh', \"otp_enc\" = '" + fresh + "' where \"id\" = 1");
    ReencryptReport report = reencryption().run(UNSEEN);
    assertThat(report.changed()).isEqualTo(7);
    assertThat(report.failed()).isZero();
    assertThat(report.left()).isZero();
    assertThat(report.uses()).containsExactly(new DekUse(second.id(), dek(), 2, "active", 8));
    assertThat(report.unused()).extracting(DekRecord::id).containsExactly(first.id());
    assertThat(reencryption().run(UNSEEN).changed()).as("again").isZero();
    assertThat(texts("select \"otp_enc\" from \"users\" where \"id\" = 1")).containsExactly(fresh);
    lifecycle().move(first.id(), DekState.DESTROYED);
    restart();
    for (int id = 1; id <= 8; id++) {
      assertThat(decrypted(id)).isEqualTo(id == 1 ? "fresh" : "secret-" + id);
    }
  }

  @Test
  void what_an_application_writes_meanwhile_stays() throws Exception {
    int rows = 150;
    rows(rows);
    setup().start();
    migration().run(UNSEEN);
    Map<Integer, String> written = new ConcurrentHashMap<>();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService application = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < 3; round++) {
        lifecycle().activate(lifecycle().prepare(dek()).id());
        restart();
        over.set(false);
        Future<Integer> writes = application.submit(() -> writing(rows, over, written));
        ReencryptReport report = reencryption().run(UNSEEN);
        over.set(true);
        assertThat(writes.get()).as("writes meanwhile").isPositive();
        assertThat(report.failed()).as("%s", report.examples()).isZero();
      }
    } finally {
      application.shutdownNow();
    }
    assertThat(reencryption().run(UNSEEN).left()).isZero();
    for (int id = 1; id <= rows; id++) {
      assertThat(decrypted(id)).isEqualTo(written.getOrDefault(id, "secret-" + id));
    }
  }

  /** Writes fresh values into rows, one after the other, and says how many. */
  private int writing(int rows, AtomicBoolean over, Map<Integer, String> written) throws Exception {
    Random random = new Random(rows);
    int writes = 0;
    while (!over.get()) {
      int id = 1 + random.nextInt(rows);
      String fresh = "fresh-" + id + "-" + random.nextInt();
      String token =
          users().encrypt(dek(), utf8(fresh), column().context(List.of(Integer.toString(id))));
      write(
          "update \"users\" set \"otp\" = '"
              + fresh
              + "', \"otp_enc\" = '"
              + token
              + "' where \"id\" = "
              + id);
      written.put(id, fresh);
      writes++;
    }
    return writes;
  }

  @Test
  void what_does_not_decrypt_stays_and_is_counted() throws Exception {
    rows(5);
    setup().start();
    migration().run(UNSEEN);
    DekRecord first = dekRow();
    String one = texts("select \"otp_enc\" from \"users\" where \"id\" = 1").get(0);
    write(
        "update \"users\" set \"otp_enc\" = '" + one + "' where \"id\" = 2",
        "update \"users\" set \"otp_enc\" = 'x' where \"id\" = 3");
    DekRecord second = lifecycle().activate(lifecycle().prepare(dek()).id());
    restart();
    ReencryptReport report = reencryption().run(UNSEEN);
    assertThat(report.changed()).isEqualTo(3);
    assertThat(report.examples())
        .containsExactlyInAnyOrder(
            "row 2: its token does not decrypt", "row 3: its token does not decrypt");
    assertThat(report.uses())
        .containsExactlyInAnyOrder(
            new DekUse(second.id(), dek(), 2, "active", 3),
            new DekUse(first.id(), dek(), 1, "deactivated", 1),
            new DekUse(null, null, 0, null, 1));
    assertThat(report.unused()).isEmpty();
    assertThat(report.failed()).isEqualTo(2);
    assertThat(report.left()).isZero();
  }

  @Test
  void a_mistyped_dek_is_not_made() throws Exception {
    setup().start();
    EncryptedColumn mistyped = EncryptedColumn.of("users", "id", "otp_enc", "user");
    ColumnReencryption work =
        new ColumnReencryption(users(), deks(), columns(), mistyped, PassOptions.DEFAULT);
    assertThatThrownBy(() -> work.run(UNSEEN)).hasMessage("The store has no DEK named 'user'");
    assertThat(deks().find("user")).isEmpty();
  }
}
