package dev.kekkai.provider.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 2047})
  void aSmallBudgetIsGivenOutOneByOne(long most) {
    Budget budget = new Budget(most);
    for (long i = 0; i < most; i++) {
      assertThat(budget.take()).isOne();
    }

    assertThat(budget.take()).isZero();
    assertThat(budget.taken()).isEqualTo(most);
  }

  @Test
  void aLargeOneIsGivenOutInSharesThatShrinkTowardsItsEnd() {
    Budget budget = new Budget(1 << 20);
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
    Budget budget = new Budget(1);
    assertThat(budget.take()).isOne();
    budget.giveBack(1);

    assertThat(budget.take()).isOne();
    assertThat(budget.take()).isZero();
  }
}
