package dev.kekkai.provider.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyIdsTest {

  @Test
  void anIdTellsWhenItWasMade() {
    assertThat(KeyIds.time(KeyIds.next()).orElseThrow())
        .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
  }

  @Test
  void anIdOfSomebodyElseTellsNothing() {
    assertThat(KeyIds.time(new byte[16])).isEmpty();
    assertThat(KeyIds.time(new byte[] {1})).isEmpty();
    assertThat(KeyIds.time(new byte[0])).isEmpty();
  }
}
