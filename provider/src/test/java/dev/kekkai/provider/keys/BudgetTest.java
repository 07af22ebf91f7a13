package dev.kekkai.provider.keys;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.provider.KekkaiListener;
import dev.kekkai.provider.watch.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 2047})
  void aSmallBudgetIsGivenOutOneByOne(long most) {
    Budget budget = Budgets.of(most);
    for (long i = 0; i < most; i++) {
      assertThat(budget.take()).isOne();
    }

    assertThat(budget.take()).isZero();
    assertThat(budget.taken()).isEqualTo(most);
  }

  @Test
  void aLargeOneIsGivenOutInSharesThatShrinkTowardsItsEnd() {
    Budget budget = Budgets.of(1 << 20);
    int last = Budget.LARGEST_SHARE;
    assertThat(budget.take()).isEqualTo(last);
    for (int share = budget.take(); share > 0; share = budget.take()) {
      assertThat(share).isLessThanOrEqualTo(last);
      last = share;
    }

    assertThat(last).isOne();
    assertThat(budget.taken()).isEqualTo(1 << 20);
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    Budget budget = Budgets.of(1);
    assertThat(budget.take()).isOne();
    budget.giveBack(1);

    assertThat(budget.take()).isOne();
    assertThat(budget.take()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 1/1/1", "10, 8/10/10", "1000, 800/950/1000", "2047, 1638/1945/2047"})
  void aPassedThresholdIsToldOnceAndAsSoonAsItIsReached(long most, String expected) {
    List<Long> used = new ArrayList<>();
    Budget budget =
        Budgets.of(
            most,
            new KekkaiListener() {
              @Override
              public void budget(KekRef kek, int percent, long uses, long max) {
                assertThat(kek).hasToString("payments.v1");
                assertThat(percent).isEqualTo(List.of(80, 95, 100).get(used.size()));
                assertThat(max).isEqualTo(most);
                used.add(uses);
              }
            });
    for (long i = 0; i < most; i++) {
      budget.take();
      budget.giveBack(1);
      budget.take();
    }

    assertThat(used.stream().map(String::valueOf).collect(joining("/"))).isEqualTo(expected);
  }

  @Test
  void theLargestBudgetHasThresholdsToo() {
    List<Integer> percents = new CopyOnWriteArrayList<>();
    BudgetAlarm alarm = new BudgetAlarm(watching(percents), new KekRef("payments", 1));
    alarm.taken(Long.MAX_VALUE / 100 * 79, Long.MAX_VALUE);
    assertThat(percents).isEmpty();
    alarm.taken(Long.MAX_VALUE / 100 * 96, Long.MAX_VALUE);
    assertThat(percents).containsExactly(80, 95);
  }

  @Test
  void threadsThatPassAThresholdTogetherTellItOnce() throws Exception {
    List<Integer> percents = new CopyOnWriteArrayList<>();
    BudgetAlarm alarm = new BudgetAlarm(watching(percents), new KekRef("payments", 1));
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(() -> LongStream.rangeClosed(1, 1000).forEach(n -> alarm.taken(n, 1000)));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(percents).containsExactlyInAnyOrder(80, 95, 100);
  }

  private static Watch watching(List<Integer> percents) {
    Watch watch = new Watch("test");
    watch.add(
        new KekkaiListener() {
          @Override
          public void budget(KekRef kek, int percent, long used, long max) {
            percents.add(percent);
          }
        });
    return watch;
  }
}
