package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.testkit.TokenContract;
import org.junit.jupiter.api.Test;

class DekTest extends TokenContract {

  @Test
  void a_generated_dek_opens_again_from_its_wrapped_form() throws Exception {
    TokenKey kek = aesKek();
    DekPolicy policy = DekPolicy.of(token().config());
    try (DekHandle made = provider().deks().generate(kek, policy);
        DekHandle again = provider().deks().open(made.wrapped(), policy)) {
      assertThat(again.wrapped()).isEqualTo(made.wrapped());
    }
  }
}
