package dev.kekkai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.kekset.KekSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KekSetCacheTest {

  @TempDir Path folder;

  private final TestKeks keks;
  private final MovableClock clock = new MovableClock(TestKeks.ISSUED);

  KekSetCacheTest() throws Exception {
    keks = new TestKeks();
  }

  @Test
  void an_empty_cache_says_what_to_do() throws Exception {
    KekSetCache memory = cache().build();

    assertThat(memory.held()).isEmpty();
    assertThat(memory.isStale()).isTrue();
    assertThat(memory).hasToString("KekSetCache[empty]");
    assertThatThrownBy(memory::current)
        .isInstanceOf(KekUnavailableException.class)
        .hasMessage("There is no KEK set yet: refresh from a key server");
    assertThatThrownBy(cache().file(file()).build()::current)
        .hasMessage(
            "There is no KEK set yet: refresh from a key server, or put a signed one at " + file());
  }

  @Test
  void a_newer_set_replaces_the_one_held() throws Exception {
    KekSetCache cache = cache().build();

    assertThat(cache.offer(keks.signed(7, 1))).isTrue();
    assertThat(cache.offer(keks.signed(9, 2))).isTrue();

    assertThat(cache.current().version()).isEqualTo(9);
    assertThat(cache.current().primary("payments")).hasValue(TestKeks.publicKek("payments.v2"));
    assertThat(cache).hasToString("KekSetCache[version 9, expires 2026-11-08T00:00:00Z]");
  }

  @Test
  void an_older_set_is_refused_and_the_newer_one_stays() throws Exception {
    KekSetCache cache = cache().build();
    cache.offer(keks.signed(7, 2));
    String older = keks.signed(6, 1);

    assertThatThrownBy(() -> cache.offer(older))
        .isInstanceOf(KekSetRefusedException.class)
        .hasMessage("The KEK set offered is version 6, older than version 7, which is held");
    assertThat(cache.current().version()).isEqualTo(7);
  }

  @Test
  void another_set_under_the_same_version_is_refused() throws Exception {
    KekSetCache cache = cache().build();
    cache.offer(keks.signed(7, 1));
    String changed = keks.signed(7, 2);
    KekSet seven = TestKeks.set(7, 2, TestKeks.EXPIRES);
    String otherPrimary =
        keks.signed(
            new KekSet(
                7,
                seven.issued(),
                seven.expires(),
                java.util.Map.of("payments", "payments.v1"),
                seven.keks()));

    for (String each : new String[] {changed, otherPrimary}) {
      assertThatThrownBy(() -> cache.offer(each))
          .isInstanceOf(KekSetRefusedException.class)
          .hasMessageContaining("both version 7, but their KEKs differ");
    }
    assertThat(cache.current().keks()).hasSize(2);
  }

  @Test
  void the_same_set_signed_by_another_server_is_the_one_held() throws Exception {
    KekSetCache cache = cache().build();
    cache.offer(keks.signed(7, 1));
    KekSet longer = TestKeks.set(7, 1, TestKeks.EXPIRES.plusSeconds(60));

    assertThat(cache.offer(keks.signed(7, 1))).isFalse();
    assertThat(cache.offer(keks.signed(longer))).isTrue();
    assertThat(cache.current().expires()).isEqualTo(longer.expires());
    assertThat(cache.offer(keks.signed(7, 1))).isFalse();
    assertThat(cache.current().expires()).isEqualTo(longer.expires());
  }

  @Test
  void a_set_of_another_seal_key_is_refused() throws Exception {
    KekSetCache cache = cache().build();
    String foreign = new TestKeks().signed(7, 1);

    assertThatThrownBy(() -> cache.offer(foreign))
        .isInstanceOf(KekSetRefusedException.class)
        .hasMessageStartingWith(
            "The KEK set is not taken: Signed by a seal key that is not pinned");
    assertThat(cache.held()).isEmpty();
  }

  @Test
  void an_expired_set_is_stale_and_seals_until_its_grace_is_over() throws Exception {
    KekSetCache cache = cache().grace(Duration.ofHours(3)).build();
    cache.offer(keks.signed(7, 1));
    assertThat(cache.isStale()).isFalse();

    clock.set(TestKeks.EXPIRES);
    assertThat(cache.isStale()).isTrue();
    clock.set(TestKeks.EXPIRES.plus(Duration.ofHours(3)).minusMillis(1));
    assertThat(cache.current().version()).isEqualTo(7);

    clock.set(TestKeks.EXPIRES.plus(Duration.ofHours(3)));
    assertThatThrownBy(cache::current)
        .isInstanceOf(KekUnavailableException.class)
        .hasMessage(
            "KEK set version 7 expired at 2026-11-08T00:00:00Z, longer ago than the grace of"
                + " PT3H: refresh it");
  }

  @Test
  void staleness_is_logged_once_an_hour() throws Exception {
    KekSetCache cache = cache().build();
    cache.offer(keks.signed(7, 1));
    try (CapturedLog log = new CapturedLog()) {
      clock.set(TestKeks.EXPIRES.minusSeconds(1));
      cache.current();
      assertThat(log.warnings()).isEmpty();

      clock.set(TestKeks.EXPIRES);
      cache.current();
      clock.forward(Duration.ofMinutes(59));
      cache.current();
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0))
          .isEqualTo(
              "KEK set version 7 expired at 2026-11-08T00:00:00Z and no newer one has come; it"
                  + " seals until 2026-12-08T00:00:00Z");

      clock.forward(Duration.ofMinutes(1));
      cache.current();
      assertThat(log.warnings()).hasSize(2);
    }
  }

  @Test
  void the_last_good_set_is_there_after_a_restart() throws Exception {
    String jws = keks.signed(7, 1);
    cache().file(file()).build().offer(jws);

    assertThat(file()).hasContent(jws + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(KekSetCache.fromFile(file(), keks.pinned()).held()).isPresent();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void a_file_put_there_by_an_operator_is_taken_up() throws Exception {
    KekSetCache cache = cache().file(file()).build();
    Files.writeString(file(), keks.signed(7, 1) + "\n");
    assertThat(cache.current().version()).isEqualTo(7);

    Files.writeString(file(), keks.signed(8, 2) + "\n");
    clock.forward(Duration.ofSeconds(KekSetCache.LOOK_SECONDS - 1));
    assertThat(cache.current().version()).isEqualTo(7);
    clock.forward(Duration.ofSeconds(1));
    assertThat(cache.current().version()).isEqualTo(8);
  }

  @Test
  void a_clock_set_back_does_not_keep_the_file_from_being_read() throws Exception {
    KekSetCache cache = cache().file(file()).build();
    cache.offer(keks.signed(7, 1));
    cache.current();
    Files.writeString(file(), keks.signed(8, 2));

    clock.forward(Duration.ofDays(-1));
    assertThat(cache.current().version()).isEqualTo(8);
  }

  @Test
  void an_older_file_is_logged_and_passed_over() throws Exception {
    KekSetCache cache = cache().file(file()).build();
    cache.offer(keks.signed(7, 2));
    Files.writeString(file(), keks.signed(6, 1));
    try (CapturedLog log = new CapturedLog()) {
      assertThat(cache.current().version()).isEqualTo(7);
      assertThat(log.warnings())
          .containsExactly(
              "In "
                  + file()
                  + ": The KEK set offered is version 6, older than version 7, which is held; the"
                  + " set held stays in use");
    }
  }

  @Test
  void a_newer_file_of_another_process_is_not_overwritten() throws Exception {
    KekSetCache cache = cache().file(file()).build();
    Files.writeString(file(), keks.signed(9, 3));
    String eight = keks.signed(8, 2);

    assertThatThrownBy(() -> cache.offer(eight)).hasMessageContaining("older than version 9");
    assertThat(cache.current().version()).isEqualTo(9);
    assertThat(KekSetCache.fromFile(file(), keks.pinned()).held().orElseThrow().version())
        .isEqualTo(9);
  }

  @Test
  void a_file_that_is_not_fit_is_refused_at_the_start() throws Exception {
    Files.writeString(file(), "no JWS");
    assertThatThrownBy(() -> cache().file(file()).build())
        .isInstanceOf(KekSetRefusedException.class)
        .hasMessageStartingWith("In " + file() + ": The KEK set is not taken: Not a JWS");

    Files.write(file(), new byte[KekSetFile.MAX_BYTES + 1]);
    assertThatThrownBy(() -> cache().file(file()).build())
        .hasMessage("The KEK set in " + file() + " can't be read: longer than 2097152 bytes");

    Files.delete(file());
    Files.createDirectory(file());
    assertThatThrownBy(() -> cache().file(file()).build())
        .isInstanceOf(KekSetRefusedException.class)
        .hasMessageContaining("can't be read");
  }

  @Test
  void a_set_that_cannot_be_written_is_used_all_the_same() throws Exception {
    Path nowhere = folder.resolve("missing").resolve("keks.jws");
    KekSetCache cache = cache().file(nowhere).build();
    try (CapturedLog log = new CapturedLog()) {
      assertThat(cache.offer(keks.signed(7, 1))).isTrue();
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0)).contains("can't be written to " + nowhere);
    }
    assertThat(cache.current().version()).isEqualTo(7);
  }

  @Test
  void a_set_that_could_not_be_written_is_written_at_the_next_refresh() throws Exception {
    Path later = folder.resolve("later").resolve("keks.jws");
    KekSetCache cache = cache().file(later).build();
    String longer = keks.signed(TestKeks.set(7, 1, TestKeks.EXPIRES.plusSeconds(60)));
    cache.offer(longer);

    Files.createDirectory(later.getParent());
    assertThat(cache.offer(keks.signed(7, 1))).as("the set held lasts longer").isFalse();
    assertThat(later).hasContent(longer);

    Files.delete(later);
    assertThat(cache.offer(longer)).isFalse();
    assertThat(later).as("what an operator removed stays away").doesNotExist();
  }

  @Test
  void a_newer_file_is_not_overwritten_by_what_could_not_be_written() throws Exception {
    Path later = folder.resolve("later").resolve("keks.jws");
    KekSetCache cache = cache().file(later).build();
    cache.offer(keks.signed(7, 1));
    Files.createDirectory(later.getParent());
    String eight = keks.signed(8, 2);
    Files.writeString(later, eight);

    assertThat(cache.offer(eight)).isFalse();
    assertThat(cache.current().version()).isEqualTo(8);
    assertThat(later).hasContent(eight);
  }

  @Test
  void a_newer_file_ends_the_staleness() throws Exception {
    KekSetCache cache = cache().file(file()).build();
    cache.offer(keks.signed(7, 1));
    clock.set(TestKeks.EXPIRES);
    assertThat(cache.isStale()).isTrue();

    Files.writeString(
        file(), keks.signed(TestKeks.set(8, 2, TestKeks.EXPIRES.plus(Duration.ofDays(7)))));
    clock.forward(Duration.ofSeconds(KekSetCache.LOOK_SECONDS));
    assertThat(cache.isStale()).isFalse();
  }

  @Test
  void nothing_is_believed_without_a_pinned_key_and_a_grace_is_not_negative() {
    assertThatThrownBy(() -> KekSetCache.pinning(java.util.List.of()).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cache().grace(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Path file() {
    return folder.resolve("keks.jws");
  }

  private KekSetCache.Builder cache() {
    return KekSetCache.pinning(keks.pinned()).clock(clock);
  }
}
