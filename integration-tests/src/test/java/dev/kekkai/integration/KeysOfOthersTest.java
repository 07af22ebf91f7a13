package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.testkit.TokenContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Keys that another process makes and destroys while this one knows them. */
class KeysOfOthersTest extends TokenContract {

  @Test
  void a_key_destroyed_elsewhere_is_gone_here() throws Exception {
    TokenKey key = usualKek();
    destroy(key);
    assertThatThrownBy(() -> provider().tokenKeys().find(key.ref()))
        .isInstanceOf(KeyNotFoundException.class);
    assertThatThrownBy(() -> provider().tokenKeys().primary(key.ref().name()))
        .isInstanceOf(KeyNotFoundException.class);
  }

  @Test
  void a_key_destroyed_and_remade_elsewhere_is_found_anew() throws Exception {
    TokenKey old = usualKek();
    provider().tokenKeys().primary(old.ref().name());
    destroy(old);
    TokenKey remade;
    try (KekkaiProvider other = token().provider()) {
      remade = other.maker().create(usualKek(old.ref().name()));
    }
    assertThat(remade.ref()).isEqualTo(old.ref());
    assertThat(provider().tokenKeys().find(old.ref()).id()).isEqualTo(remade.id());
    TokenKey primary = provider().tokenKeys().primary(old.ref().name());
    assertThat(primary.id()).isEqualTo(remade.id());
    provider().deks().generateWrapped(primary);
  }

  @Test
  void a_gap_in_the_versions_does_not_hide_the_newest() throws Exception {
    TokenKey first = usualKek();
    provider().tokenKeys().primary(first.ref().name());
    try (KekkaiProvider other = token().provider()) {
      TokenKey second = other.maker().rotate(first.ref().name());
      other.maker().rotate(first.ref().name());
      destroy(second);
    }
    assertThat(provider().tokenKeys().primary(first.ref().name()).ref().version()).isEqualTo(3);
  }

  @Test
  void the_version_before_is_primary_when_the_newest_is_destroyed() throws Exception {
    TokenKey first = usualKek();
    TokenKey second = provider().maker().rotate(first.ref().name());
    assertThat(provider().tokenKeys().primary(first.ref().name()).ref()).isEqualTo(second.ref());
    destroy(second);
    assertThat(provider().tokenKeys().primary(first.ref().name()).ref()).isEqualTo(first.ref());
  }

  @Test
  void two_rotations_at_once_leave_no_label_that_names_two_keys() throws Exception {
    String name = make(KekSpec.rsa(freshName(), 2048)).ref().name();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (KekkaiProvider other = token().provider()) {
      CyclicBarrier start = new CyclicBarrier(2);
      List<Future<TokenKey>> rotations = new ArrayList<>();
      for (KekkaiProvider p : List.of(provider(), other)) {
        rotations.add(
            pool.submit(
                () -> {
                  p.tokenKeys().primary(name);
                  start.await();
                  return p.maker().rotate(name);
                }));
      }
      for (Future<TokenKey> rotation : rotations) {
        assertThatCode(rotation::get)
            .satisfiesAnyOf(
                e -> assertThat(e).isNull(),
                e ->
                    assertThat(e.getCause())
                        .hasMessageContainingAll(name + ".v2", "was faster", "try again")
                        .isInstanceOfSatisfying(
                            TokenException.class, t -> assertThat(t.retryable()).isTrue()));
      }
    } finally {
      pool.shutdown();
    }
    assertThat(provider().tokenKeys().labels())
        .filteredOn(ref -> ref.name().equals(name))
        .doesNotHaveDuplicates();
    provider().tokenKeys().primary(name);
  }

  private void destroy(TokenKey key) throws TokenException {
    Token token = provider().source().get();
    // Looked up here: handles that another provider found are of no use on this one's connection.
    ObjectHandle object = provider().tokenKeys().find(key.ref()).object();
    token.withReadWrite((Session session) -> destroyed(session, object));
  }

  private static boolean destroyed(Session session, ObjectHandle object) throws TokenException {
    session.destroyObject(object);
    return true;
  }
}
