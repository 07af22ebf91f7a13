package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.FailedDek;
import dev.kekkai.dekstore.KekLifecycle;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rewrap;
import dev.kekkai.dekstore.RewrapCount;
import dev.kekkai.dekstore.RewrapListener;
import dev.kekkai.dekstore.RewrapResult;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.StoreChangedException;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.provider.keys.KekRef;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All DEKs under one KEK version wrapped again under another. */
class RewrapTest extends StoreContract {
  /** {@code -Dkekkai.rewrap=2000} and more make several pages of it. */
  private static final int DEKS = Integer.getInteger("kekkai.rewrap", 40);

  private final Map<String, String> tokens = new LinkedHashMap<>();
  private KekRef from;
  private KekRef to;

  @BeforeEach
  void fill() throws Exception {
    tokens.clear();
    to = make(usualKek(freshName())).ref();
    new KekRegistry(provider(), database().keks()).primary(to.name());
    List<String> names = IntStream.range(0, DEKS).mapToObj(i -> "dek" + i).toList();
    lifecycle().makeAll(names, kek());
    from = row("dek0").wrapped().kek();
    try (Keyring keyring = keyring()) {
      for (String name : names.subList(0, 5)) {
        tokens.put(name, keyring.encrypt(name, utf8("secret of " + name), PLACE));
      }
    }
  }

  @Test
  void every_dek_is_under_the_new_version_and_every_value_still_decrypts() throws Exception {
    List<DekRecord> before = deks().list();
    AtomicLong total = new AtomicLong();
    AtomicLong done = new AtomicLong();
    RewrapResult result =
        rewrap(deks())
            .run(
                from,
                to,
                3,
                new RewrapListener() {
                  @Override
                  public void total(long deks) {
                    total.set(deks);
                  }

                  @Override
                  public void done(long more) {
                    done.addAndGet(more);
                  }

                  @Override
                  public void failed(FailedDek dek) {
                    throw new AssertionError(dek);
                  }
                });

    assertThat(result.rewrapped()).isEqualTo(DEKS);
    assertThat(result.remaining()).isZero();
    assertThat(result.under()).isEqualTo(DEKS);
    assertThat(total).hasValue(DEKS);
    assertThat(done).hasValue(DEKS);
    for (DekRecord old : before) {
      DekRecord now = row(old.name());
      assertThat(now.wrapped().kek()).isEqualTo(to);
      assertThat(now.wrapped().blob()).isNotEqualTo(old.wrapped().blob());
      assertThat(now)
          .as("nothing but the wrapping has changed")
          .isEqualTo(old.withWrapped(now.wrapped()).withTag(now.tag()));
    }
    assertEverythingDecrypts();
  }

  @Test
  void a_run_after_a_finished_one_changes_nothing() throws Exception {
    rewrap(deks()).run(from, to, 2, RewrapListener.NONE);
    List<DekRecord> before = deks().list();
    RewrapResult second = rewrap(deks()).run(from, to, 2, RewrapListener.NONE);

    assertThat(second.rewrapped()).isZero();
    assertThat(second.remaining()).isZero();
    assertThat(deks().list()).isEqualTo(before);
  }

  @Test
  void a_run_that_was_interrupted_loses_nothing_and_the_next_goes_on() throws Exception {
    DekStore dying = new UnreliableStore(deks(), 7);
    assertThatThrownBy(() -> rewrap(dying).run(from, to, 2, RewrapListener.NONE))
        .isInstanceOf(StoreException.class)
        .hasMessage("The store went away");
    assertThat(deks().countByKek()).containsEntry(from, DEKS - 7L).containsEntry(to, 7L);
    assertEverythingDecrypts();

    assertThat(rewrap(deks()).run(from, to, 1, RewrapListener.NONE).rewrapped())
        .isEqualTo(DEKS - 7);
    assertEverythingDecrypts();
  }

  @Test
  void a_row_that_was_changed_meanwhile_is_rewrapped_as_it_is_now() throws Exception {
    DekRecord leased = row("dek3");
    DekRecord ended = row("dek4");
    DekStore busy =
        new ForwardingStore(deks()) {
          private boolean happened;

          @Override
          public Set<UUID> updateWrappings(List<DekRecord> nexts) {
            if (!happened) {
              happened = true;
              try (Keyring other = keyring()) {
                other.encrypt("dek3", utf8("takes uses"), PLACE);
                lifecycle().move(ended.id(), DekState.DEACTIVATED);
              } catch (TokenException e) {
                throw new AssertionError(e);
              }
            }
            return super.updateWrappings(nexts);
          }
        };
    RewrapResult result = rewrap(busy).run(from, to, 2, RewrapListener.NONE);

    assertThat(result.rewrapped()).isEqualTo(DEKS);
    assertThat(row("dek3").usesLeased()).isGreaterThan(leased.usesLeased());
    assertThat(row("dek3").wrapped().kek()).isEqualTo(to);
    assertThat(row("dek4").state()).isEqualTo(DekState.DEACTIVATED);
    assertThat(row("dek4").wrapped().kek()).isEqualTo(to);
    assertEverythingDecrypts();
  }

  @Test
  void two_runs_at_once_do_each_dek_once() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<RewrapResult>> runs = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        runs.add(threads.submit(() -> rewrap(deks()).run(from, to, 2, RewrapListener.NONE)));
      }
      long rewrapped = 0;
      for (Future<RewrapResult> run : runs) {
        rewrapped += run.get().rewrapped();
        assertThat(run.get().failed()).isEmpty();
      }
      assertThat(rewrapped).isEqualTo(DEKS);
    } finally {
      threads.shutdownNow();
    }
    assertThat(deks().list()).allMatch(dek -> dek.revision() <= 2);
    assertThat(deks().countByKek()).containsOnlyKeys(to);
    assertEverythingDecrypts();
  }

  @Test
  void a_row_that_others_changed_is_reported_and_left_and_stops_no_other() throws Exception {
    write("update dek set uses_leased = 5 where name = 'dek6'");
    write("update dek set row_tag = null where name = 'dek7'");
    DekRecord six = row("dek6");
    List<FailedDek> heard = new ArrayList<>();
    RewrapResult result =
        rewrap(deks())
            .run(
                from,
                to,
                2,
                new RewrapListener() {
                  @Override
                  public void total(long deks) {}

                  @Override
                  public void done(long more) {}

                  @Override
                  public void failed(FailedDek dek) {
                    heard.add(dek);
                  }
                });

    assertThat(result.failed())
        .extracting(FailedDek::id)
        .containsExactlyInAnyOrder(six.id(), row("dek7").id());
    assertThat(heard).isEqualTo(result.failed());
    assertThat(result.rewrapped()).isEqualTo(DEKS - 2);
    assertThat(result.remaining()).isEqualTo(2);
    assertThat(row("dek6")).isEqualTo(six);
    assertEverythingDecrypts();
  }

  @Test
  void an_older_row_put_back_is_not_taken_over() throws Exception {
    DekRecord old = aloneInItsBucket();
    try (Keyring keyring = keyring()) {
      keyring.encrypt(old.name(), utf8("takes uses"), PLACE);
    }
    putBack(old);
    RewrapResult result = rewrap(deks()).run(from, to, 2, RewrapListener.NONE);

    assertThat(result.failed()).extracting(FailedDek::id).containsExactly(old.id());
    assertThat(result.rewrapped()).isEqualTo(DEKS - 1);
    assertThat(row(old.name())).isEqualTo(old);
  }

  /** What is put back keeps all rows from being proved whose ids begin with the same two bytes. */
  private DekRecord aloneInItsBucket() throws Exception {
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
  void digests_that_others_changed_end_the_run_and_are_blamed_on_no_row() throws Exception {
    write("update dek_node set digest = repeat('0', 64) where depth = 1");
    List<DekRecord> before = deks().list();
    AtomicLong blamed = new AtomicLong();
    RewrapListener listener =
        new RewrapListener() {
          @Override
          public void total(long deks) {}

          @Override
          public void done(long more) {}

          @Override
          public void failed(FailedDek dek) {
            blamed.incrementAndGet();
          }
        };
    assertThatThrownBy(() -> rewrap(deks()).run(from, to, 2, listener))
        .isInstanceOf(StoreChangedException.class)
        .hasMessageContaining("the root");
    assertThat(blamed).hasValue(0);
    assertThat(deks().list()).isEqualTo(before);
  }

  @Test
  void a_dry_run_counts_and_writes_nothing() throws Exception {
    List<DekRecord> before = deks().list();
    assertThat(rewrap(deks()).count(from, to)).isEqualTo(new RewrapCount(from, to, DEKS, 0));
    assertThat(deks().list()).isEqualTo(before);
  }

  @Test
  void a_destroyed_dek_is_not_counted_and_not_touched() throws Exception {
    lifecycle().move(row("dek9").id(), DekState.DEACTIVATED);
    DekRecord destroyed = lifecycle().move(row("dek9").id(), DekState.DESTROYED);
    RewrapResult result = rewrap(deks()).run(from, to, 2, RewrapListener.NONE);

    assertThat(result.rewrapped()).isEqualTo(DEKS - 1);
    assertThat(result.remaining()).isZero();
    assertThat(row("dek9")).isEqualTo(destroyed);
  }

  @Test
  void nothing_comes_under_a_version_that_is_disabled_while_the_run_is_under_way()
      throws Exception {
    DekStore slow =
        new ForwardingStore(deks()) {
          @Override
          public Set<UUID> updateWrappings(List<DekRecord> nexts) {
            try {
              new Rotation(provider(), deks(), database().keks()).rotate(to.name());
              new KekLifecycle(provider(), deks(), database().keks(), Clock.systemUTC())
                  .disable(to, Duration.ofDays(30));
            } catch (TokenException e) {
              throw new AssertionError(e);
            }
            return super.updateWrappings(nexts);
          }
        };
    assertThatThrownBy(() -> rewrap(slow).run(from, to, 2, RewrapListener.NONE))
        .isInstanceOf(StoreException.class)
        .hasMessage(to + " is disabled in the DEK store: no DEK is put under it");
    assertThat(deks().countByKek()).containsOnlyKeys(from);
    assertEverythingDecrypts();
  }

  @Test
  void what_can_not_be_the_new_version_is_refused_before_a_dek_is_touched() throws Exception {
    new Rotation(provider(), deks(), database().keks()).rotate(kek());
    List<DekRecord> before = deks().list();
    Rewrap rewrap = rewrap(deks());
    assertThatThrownBy(() -> rewrap.run(from.next(), from, 2, RewrapListener.NONE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(from + " is retired and wraps nothing");
    assertThatThrownBy(() -> rewrap.run(from, to.next(), 2, RewrapListener.NONE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("The store has no KEK " + to.next());
    assertThatThrownBy(() -> rewrap.count(from, from))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("both " + from);
    assertThat(deks().list()).isEqualTo(before);
  }

  private Rewrap rewrap(DekStore store) {
    return new Rewrap(provider(), store, database().keks());
  }

  private void assertEverythingDecrypts() throws Exception {
    try (Keyring keyring = keyring()) {
      for (Map.Entry<String, String> token : tokens.entrySet()) {
        assertThat(text(keyring.decrypt(token.getValue(), PLACE)))
            .isEqualTo("secret of " + token.getKey());
      }
    }
  }
}
