package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {

  @Test
  void givesASecondsWorthAtOnceAndThenNoMoreThanTheRate() {
    Allowance allowance = new Allowance(10);
    int taken = 0;
    long start = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      taken += allowance.take() ? 1 : 0;
    }
    long tenths = (System.nanoTime() - start) / 100_000_000L + 1;
    assertThat(taken).isBetween(10, (int) (10 + tenths));
  }
}
