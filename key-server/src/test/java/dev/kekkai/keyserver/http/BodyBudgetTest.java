package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.fixture.TestPki;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
  private final TestPki pki = new TestPki("ca");
  private final X509Certificate one = pki.client("one").certificate();
  private final X509Certificate other = pki.client("other").certificate();
  private final BodyBudget budget = new BodyBudget(800, 100);

  @Test
  void one_certificate_has_a_share_whatever_the_number_of_its_requests() {
    BodyBudget.Lease first = budget.lease(one);
    BodyBudget.Lease second = budget.lease(one);
    assertThat(first.take(150)).isTrue();
    assertThat(second.take(51)).isFalse();
    assertThat(second.take(50)).isTrue();
    assertThat(budget.lease(other).take(200)).isTrue();
    first.giveBack();
    assertThat(second.take(150)).isTrue();
    assertThat(budget.taken()).isEqualTo(400);
  }

  @Test
  void all_together_have_no_more_than_there_is() {
    BodyBudget small = new BodyBudget(150, 100);
    assertThat(small.lease(one).take(100)).isTrue();
    BodyBudget.Lease second = small.lease(other);
    assertThat(second.take(51)).isFalse();
    assertThat(second.take(50)).isTrue();
    second.giveBack();
    assertThat(small.taken()).isEqualTo(100);
  }
}
