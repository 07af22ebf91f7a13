package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TemplateTest {

  @Test
  void aLaterValueReplacesAnEarlierOne() {
    Template template =
        Template.builder().with(Cka.WRAP, true).with(Cka.TOKEN, true).with(Cka.WRAP, false).build();

    assertThat(template.attributes()).hasSize(2);
    assertThat(template.attributes().get(1).value()).isEqualTo(false);
  }

  @Test
  void textShowsNamesAndLengthsButNoBytes() {
    Template template =
        Template.builder().with(Cka.CLASS, 4L).with(Cka.VALUE, new byte[] {0x5A, 0x5B}).build();

    assertThat(template).hasToString("[CKA_CLASS=4, CKA_VALUE=<2 bytes>]");
  }

  @Test
  void wipingClearsTheBytesButNotTheCallersArray() {
    byte[] mine = {1, 2, 3};
    Template template = Template.builder().with(Cka.VALUE, mine).build();

    template.wipe();

    assertThat((byte[]) template.attributes().get(0).value()).containsOnly(0);
    assertThat(mine).containsExactly(1, 2, 3);
  }
}
