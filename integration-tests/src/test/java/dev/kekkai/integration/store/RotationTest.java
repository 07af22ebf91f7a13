package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.RotationResult;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.KeyTemplates;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.UnfitKeyException;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new KEK version, and every DEK wrapped again under it. */
class RotationTest extends StoreContract {
  private static final int DEKS = 5;

  private final Map<String, String> tokens = new LinkedHashMap<>();
  private KekRef first;

  @BeforeEach
  void fill() throws Exception {
    tokens.clear();
    try (Keyring keyring = keyring()) {
      for (int i = 0; i < DEKS; i++) {
        keyring.ensure("dek" + i);
        tokens.put("dek" + i, keyring.encrypt("dek" + i, utf8("secret" + i), PLACE));
      }
    }
    first = database().keks().primary(kek()).map(KekRecord::ref).orElseThrow();
  }

  @Test
  void every_dek_is_under_the_new_version_and_every_value_still_decrypts() throws Exception {
    Map<String, WrappedDek> before = blobs();
    RotationResult result = rotation(deks()).rotate(kek());
    assertThat(result)
        .isEqualTo(new RotationResult(first.next(), false, DEKS, java.util.List.of()));
    assertThat(blobs().values()).allMatch(blob -> blob.kek().equals(first.next()));
    before.forEach((name, blob) -> assertThat(blobs().get(name).blob()).isNotEqualTo(blob.blob()));
    assertThat(database().keks().primary(kek()).map(KekRecord::ref)).contains(first.next());
    assertThat(database().keks().find(first).map(KekRecord::state)).contains(KekState.RETIRED);
    assertEverythingDecrypts();
  }

  @Test
  void rotations_follow_one_another() throws Exception {
    rotation(deks()).rotate(kek());
    RotationResult second = rotation(deks()).rotate(kek());
    assertThat(second.to()).isEqualTo(first.next().next());
    assertThat(second.rewrapped()).isEqualTo(DEKS);
    assertEverythingDecrypts();
  }

  @Test
  void a_keyring_that_is_open_meanwhile_goes_on_working() throws Exception {
    try (Keyring open = keyring()) {
      open.openAll();
      rotation(deks()).rotate(kek());
      String late = open.encrypt("dek0", utf8("late"), PLACE);
      try (Keyring fresh = keyring()) {
        assertThat(text(fresh.decrypt(late, PLACE))).isEqualTo("late");
      }
    }
  }

  @Test
  void a_rotation_that_was_interrupted_is_finished_and_not_begun_anew() throws Exception {
    DekStore dying = new UnreliableStore(deks(), 2);
    assertThatThrownBy(() -> rotation(dying).rotate(kek())).isInstanceOf(StoreException.class);
    assertEverythingDecrypts();
    RotationResult rest = rotation(deks()).rotate(kek());
    assertThat(rest.resumed()).isTrue();
    assertThat(rest.to()).isEqualTo(first.next());
    assertThat(rest.rewrapped()).isEqualTo(DEKS - 2);
    assertThat(blobs().values()).allMatch(blob -> blob.kek().equals(first.next()));
    assertEverythingDecrypts();
  }

  @Test
  void a_version_made_by_an_interrupted_rotation_is_taken_and_no_other_made() throws Exception {
    TokenKey orphan = provider().maker().rotate(kek());
    try (KekkaiProvider next = token().provider("kek", kek())) {
      RotationResult result = new Rotation(next, deks(), database().keks()).rotate(kek());
      assertThat(result.to()).isEqualTo(orphan.ref());
      assertThat(next.tokenKeys().primary(kek()).ref()).isEqualTo(orphan.ref());
    }
    assertEverythingDecrypts();
  }

  @Test
  void a_newer_version_that_is_not_like_the_primary_one_is_refused() throws Exception {
    KeyTemplates templates = new KeyTemplates(provider().source().get().profile());
    String name = freshName();
    make(usualKek(name));
    try (KekkaiProvider app = token().provider("kek", name);
        Keyring keyring = new Keyring(app, deks(), database().keks())) {
      keyring.ensure("other");
      app.source()
          .get()
          .withReadWrite(
              session ->
                  session.generateKey(
                      new Mechanism.Plain(Ckm.AES_KEY_GEN),
                      templates.aesKek(name + ".v2", new byte[] {4, 5, 6}, 16, false)));
      Rotation rotation = new Rotation(app, deks(), database().keks());
      assertThatThrownBy(() -> rotation.rotate(name))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining(name + ".v2 on the token was not made by rotating " + name + ".v1")
          .hasMessageContaining("128 bits");
      assertThat(database().keks().primary(name).map(KekRecord::ref)).contains(new KekRef(name, 1));
    }
  }

  @Test
  void a_newer_version_that_is_unfit_is_refused_with_what_to_do() throws Exception {
    KeyTemplates templates = new KeyTemplates(provider().source().get().profile());
    byte[] id = {7, 8, 9};
    Template mixed =
        Template.builder()
            .with(templates.aesKek(first.next().label(), id, 32, false))
            .with(Cka.DECRYPT, true)
            .build();
    provider()
        .source()
        .get()
        .withReadWrite(session -> session.generateKey(new Mechanism.Plain(Ckm.AES_KEY_GEN), mixed));
    try (KekkaiProvider next = token().provider("kek", kek())) {
      Rotation rotation = new Rotation(next, deks(), database().keks());
      assertThatThrownBy(() -> rotation.rotate(kek()))
          .isInstanceOf(UnfitKeyException.class)
          .hasMessageContaining(first.next() + " must not be used: CKA_DECRYPT is true")
          .hasMessageEndingWith("Destroy it with the HSM's own tools, then rotate again");
      assertThat(next.maker().destroy(first.next(), id)).isEqualTo(1);
      assertThat(rotation.rotate(kek()).to()).isEqualTo(first.next());
    }
    assertEverythingDecrypts();
  }

  @Test
  void a_damaged_blob_stays_as_it_is_and_the_others_are_rotated() throws Exception {
    DekRecord broken = row("dek2");
    byte[] blob = broken.wrapped().blob();
    blob[3] ^= 1;
    WrappedDek damaged = new WrappedDek(first, broken.wrapped().method(), blob);
    assertThat(deks().update(broken, broken.withWrapped(damaged))).isTrue();
    RotationResult result = rotation(deks()).rotate(kek());
    assertThat(result.failed()).containsExactly(broken.id());
    assertThat(result.rewrapped()).isEqualTo(DEKS - 1);
    assertThat(row("dek2").wrapped()).isEqualTo(damaged);
    RotationResult next = rotation(deks()).rotate(kek());
    assertThat(next.to()).as("no later rotation is blocked").isEqualTo(result.to().next());
    assertThat(next.failed()).containsExactly(broken.id());
  }

  @Test
  void a_good_blob_in_another_deks_row_is_noticed_and_left() throws Exception {
    DekRecord one = row("dek1");
    DekRecord three = row("dek3");
    assertThat(deks().update(one, one.withWrapped(three.wrapped()))).isTrue();
    RotationResult result = rotation(deks()).rotate(kek());
    assertThat(result.failed()).containsExactly(one.id());
    assertThat(row("dek1").wrapped()).isEqualTo(three.wrapped());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_dek_whose_kek_version_was_destroyed_stops_no_rotation(boolean restarted) throws Exception {
    DekRecord orphan = orphan();
    KekkaiProvider rotating = restarted ? token().provider("kek", kek()) : provider();
    try {
      RotationResult result = new Rotation(rotating, deks(), database().keks()).rotate(kek());
      assertThat(result.failed()).containsExactly(orphan.id());
      assertThat(result.to()).isEqualTo(first.next().next());
      assertThat(result.rewrapped()).isEqualTo(DEKS - 1);
      assertThat(row(orphan.name())).as("untouched").isEqualTo(orphan);
    } finally {
      if (restarted) {
        rotating.close();
      }
    }
  }

  @Test
  void a_dek_whose_kek_version_was_replaced_by_another_key_stops_no_rotation() throws Exception {
    DekRecord orphan = orphan();
    KeyTemplates templates = new KeyTemplates(provider().source().get().profile());
    provider()
        .source()
        .get()
        .withReadWrite(
            session ->
                session.generateKey(
                    new Mechanism.Plain(Ckm.AES_KEY_GEN),
                    templates.aesKek(first.label(), new byte[] {1, 2, 3}, 32, false)));
    try (KekkaiProvider next = token().provider("kek", kek())) {
      RotationResult result = new Rotation(next, deks(), database().keks()).rotate(kek());
      assertThat(result.failed()).containsExactly(orphan.id());
      assertThat(result.rewrapped()).isEqualTo(DEKS - 1);
    }
  }

  @Test
  void a_row_with_a_wrap_method_that_its_kek_has_not_stops_no_rotation() throws Exception {
    DekRecord broken = row("dek2");
    WrappedDek odd = new WrappedDek(first, WrapMethod.RSA_OAEP_SHA1, broken.wrapped().blob());
    assertThat(deks().update(broken, broken.withWrapped(odd))).isTrue();
    RotationResult result = rotation(deks()).rotate(kek());
    assertThat(result.failed()).containsExactly(broken.id());
    assertThat(result.rewrapped()).isEqualTo(DEKS - 1);
  }

  /** A row that a restore brought back under a version that is gone. */
  private DekRecord orphan() throws Exception {
    DekRecord old = aloneInItsBucket();
    TokenKey key = provider().tokenKeys().find(first);
    rotation(deks()).rotate(kek());
    putBack(old);
    provider()
        .source()
        .get()
        .withReadWrite(
            session -> {
              session.destroyObject(key.object());
              return Boolean.TRUE;
            });
    return old;
  }

  /** What is put back keeps all rows from being proved whose ids begin with the same two bytes. */
  private DekRecord aloneInItsBucket() {
    Map<Long, List<DekRecord>> buckets =
        deks().list().stream()
            .collect(Collectors.groupingBy(dek -> dek.id().getMostSignificantBits() >>> 48));
    return buckets.values().stream()
        .filter(rows -> rows.size() == 1)
        .map(rows -> rows.get(0))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void deks_of_another_kek_are_left_alone() throws Exception {
    TokenKey other = make(usualKek(freshName()));
    try (KekkaiProvider second = token().provider("kek", other.ref().name());
        Keyring keyring = new Keyring(second, deks(), database().keks())) {
      keyring.ensure("foreign");
    }
    WrappedDek before = row("foreign").wrapped();
    assertThat(rotation(deks()).rotate(kek()).rewrapped()).isEqualTo(DEKS);
    assertThat(row("foreign").wrapped()).isEqualTo(before);
  }

  @Test
  void a_kek_that_is_not_there_is_said() {
    assertThatThrownBy(() -> rotation(deks()).rotate("nosuch"))
        .isInstanceOf(KeyNotFoundException.class)
        .hasMessageContaining("nosuch");
  }

  private Rotation rotation(DekStore store) {
    return new Rotation(provider(), store, database().keks());
  }

  private Map<String, WrappedDek> blobs() {
    Map<String, WrappedDek> blobs = new LinkedHashMap<>();
    deks().list().forEach(dek -> blobs.put(dek.name(), dek.wrapped()));
    return blobs;
  }

  private void assertEverythingDecrypts() throws Exception {
    try (Keyring keyring = keyring()) {
      for (int i = 0; i < DEKS; i++) {
        assertThat(text(keyring.decrypt(tokens.get("dek" + i), PLACE))).isEqualTo("secret" + i);
      }
    }
  }
}
