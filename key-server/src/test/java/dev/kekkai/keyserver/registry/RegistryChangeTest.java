package dev.kekkai.keyserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A change in a line. */
class RegistryChangeTest {
  private static RegistryChange change(String by, List<String> added) {
    return new RegistryChange(
        new StoredVersion(7, Instant.EPOCH, by, "ab".repeat(32)),
        added,
        List.of("old"),
        List.of("a", "b", "c"),
        true);
  }

  @Test
  void of_many_clients_some_are_named_and_the_others_counted() {
    List<String> many = IntStream.range(100, 1100).mapToObj(i -> "client-" + i).toList();
    assertThat(change("mori", many).describe())
        .isEqualTo(
            "registry version 7 (SHA-256 "
                + "ab".repeat(32)
                + ") by mori: added [client-100, client-101, client-102 and 997 more],"
                + " removed [old], changed [a, b, c]");
  }

  @Test
  void the_longest_one_is_short_enough_for_a_datagram() {
    List<String> longest = IntStream.range(100, 1100).mapToObj(i -> "c".repeat(61) + i).toList();
    RegistryChange change =
        new RegistryChange(
            new StoredVersion(Long.MAX_VALUE, Instant.EPOCH, "森".repeat(64), "ab".repeat(32)),
            longest,
            longest,
            longest,
            true);
    assertThat(change.describe()).hasSizeLessThan(1000);
    assertThat(change.describe().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1200);
  }

  @Test
  void who_applied_it_is_as_long_as_a_name_and_in_one_line() {
    assertThat(change("a\nb" + "x".repeat(10_000), List.of()).describe())
        .contains(") by a?b" + "x".repeat(61) + ": added [], ");
  }
}
