package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.formats.FieldFormatException;
import dev.kekkai.formats.FieldToken;
import dev.kekkai.provider.KekkaiProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often and how long a version of a DEK encrypts, over all processes. */
class DekBudgetTest extends StoreContract {

  @Test
  void a_used_up_budget_makes_a_new_version_and_old_values_still_decrypt() throws Exception {
    List<String> tokens = new ArrayList<>();
    try (KekkaiProvider app = app("dek.budget", "4", "dek.max-uses", "2");
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      keyring.ensure("users"); // one use, for the check token
      for (int i = 0; i < 7; i++) {
        tokens.add(keyring.encrypt("users", utf8("secret" + i), PLACE));
      }
      assertThat(uses(tokens)).containsExactlyInAnyOrder(3, 3, 1);
    }
    assertThat(deks().versions("users"))
        .extracting(DekRecord::state)
        .containsExactly(DekState.DEACTIVATED, DekState.DEACTIVATED, DekState.ACTIVE);
    assertThat(deks().versions("users")).allMatch(row -> row.usesLeased() <= 4);
    try (Keyring restarted = keyring()) {
      for (int i = 0; i < 7; i++) {
        assertThat(text(restarted.decrypt(tokens.get(i), PLACE))).isEqualTo("secret" + i);
      }
    }
  }

  @Test
  void processes_and_threads_together_keep_to_the_budget() throws Exception {
    int threads = 4;
    int each = 40;
    List<String> tokens = Collections.synchronizedList(new ArrayList<>());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (KekkaiProvider one = app("dek.budget", "16", "dek.max-uses", "3");
        KekkaiProvider two = app("dek.budget", "16", "dek.max-uses", "3");
        Keyring first = new Keyring(one, deks(), database().keks());
        Keyring second = new Keyring(two, deks(), database().keks())) {
      first.ensure("users");
      List<Callable<Void>> work = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Keyring keyring = t % 2 == 0 ? first : second;
        work.add(
            () -> {
              for (int i = 0; i < each; i++) {
                tokens.add(keyring.encrypt("users", utf8("x"), PLACE));
              }
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(work)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(tokens).hasSize(threads * each);
    assertThat(uses(tokens)).allMatch(used -> used < 16);
    assertThat(deks().versions("users").stream().filter(r -> r.state().encrypts())).hasSize(1);
    assertThat(deks().versions("users")).allMatch(row -> row.usesLeased() <= 16);
  }

  @Test
  void what_a_process_that_died_had_taken_is_lost_and_not_used_twice() throws Exception {
    try (KekkaiProvider app = app("dek.budget", "10", "dek.max-uses", "4")) {
      for (int i = 0; i < 3; i++) {
        try (Keyring keyring = new Keyring(app, deks(), database().keks())) {
          keyring.ensure("users");
          keyring.encrypt("users", utf8("x"), PLACE);
        }
      }
    }
    assertThat(row("users").version()).isOne();
    assertThat(row("users").usesLeased()).as("4 + 4 + the 2 that were left").isEqualTo(10);
  }

  @Test
  void uses_are_taken_by_the_thousand() throws Exception {
    CountingStore counting = new CountingStore(deks());
    try (KekkaiProvider app = app("bulk", "software");
        Keyring keyring = new Keyring(app, counting, database().keks())) {
      keyring.ensure("users");
      for (int i = 0; i < 1500; i++) {
        keyring.encrypt("users", utf8("x"), PLACE);
      }
    }
    assertThat(counting.updates()).isEqualTo(1);
    assertThat(row("users").usesLeased()).isEqualTo(2048);
  }

  @Test
  void without_the_store_what_was_taken_is_used_and_no_more() throws Exception {
    try (KekkaiProvider app = app("dek.max-uses", "3");
        Keyring keyring = new Keyring(app, new UnreliableStore(deks(), 1), database().keks())) {
      keyring.ensure("users");
      keyring.encrypt("users", utf8("x"), PLACE);
      keyring.encrypt("users", utf8("x"), PLACE);
      assertThatThrownBy(() -> keyring.encrypt("users", utf8("x"), PLACE))
          .isInstanceOf(StoreException.class)
          .hasMessage("The store went away");
    }
  }

  private int version(String token) throws FieldFormatException {
    return deks().find(FieldToken.parse(token).dekId()).orElseThrow().version();
  }

  @Test
  void a_cryptoperiod_that_is_over_makes_a_new_version() throws Exception {
    try (KekkaiProvider app = app("dek.cryptoperiod", "1s");
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      keyring.ensure("users");
      String old = keyring.encrypt("users", utf8("old"), PLACE);
      Thread.sleep(1050);
      String young = keyring.encrypt("users", utf8("young"), PLACE);
      assertThat(version(young)).isEqualTo(version(old) + 1);
      assertThat(row("users").version()).isEqualTo(version(young));
      assertThat(text(keyring.decrypt(old, PLACE))).isEqualTo("old");
      assertThat(text(keyring.decrypt(young, PLACE))).isEqualTo("young");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hsm", "software"})
  void a_keyring_holds_no_more_than_it_may_and_all_of_them_work(String mode) throws Exception {
    Map<String, String> tokens = new HashMap<>();
    try (KekkaiProvider app = app("bulk", mode);
        Keyring keyring = new Keyring(app, deks(), database().keks(), 4)) {
      int before = sessionKeys();
      for (int i = 0; i < 12; i++) {
        keyring.ensure("d" + i);
        tokens.put("d" + i, keyring.encrypt("d" + i, utf8("of" + i), PLACE));
      }
      if (mode.equals("hsm")) {
        assertThat(sessionKeys() - before).isLessThanOrEqualTo(5);
      }
      for (int i = 0; i < 12; i++) {
        assertThat(text(keyring.decrypt(tokens.get("d" + i), PLACE))).isEqualTo("of" + i);
        keyring.encrypt("d" + i, utf8("again"), PLACE);
      }
      assertThat(keyring.openAll()).isEqualTo(12);
    }
  }

  @Test
  void a_destroyed_dek_is_one_more_token_that_does_not_decrypt() throws Exception {
    String token;
    try (Keyring keyring = keyring()) {
      keyring.ensure("users");
      token = keyring.encrypt("users", utf8("x"), PLACE);
    }
    UUID id = row("users").id();
    lifecycle().move(id, DekState.DEACTIVATED);
    lifecycle().move(id, DekState.DESTROYED);
    try (Keyring keyring = keyring()) {
      assertThatThrownBy(() -> keyring.decrypt(token, PLACE))
          .isInstanceOf(dev.kekkai.formats.FieldDecryptionException.class)
          .hasMessage("The field token does not decrypt with this DEK and context");
      assertThatThrownBy(() -> keyring.encrypt("users", utf8("x"), PLACE))
          .isInstanceOf(StoreException.class)
          .hasMessage("The DEK 'users' version 1 is destroyed");
      assertThat(keyring.openAll()).isZero();
    }
    assertThat(row("users").wrapped().blob()).as("gone").containsExactly(0);
  }

  private KekkaiProvider app(String... more) {
    String[] settings = new String[more.length + 2];
    settings[0] = "kek";
    settings[1] = kek();
    System.arraycopy(more, 0, settings, 2, more.length);
    return token().provider(settings);
  }

  /** Encryptions under each version, the check token not counted. */
  private static List<Integer> uses(List<String> tokens) throws Exception {
    Map<UUID, Integer> uses = new HashMap<>();
    for (String token : tokens) {
      uses.merge(FieldToken.parse(token).dekId(), 1, Integer::sum);
    }
    return new ArrayList<>(uses.values());
  }
}
