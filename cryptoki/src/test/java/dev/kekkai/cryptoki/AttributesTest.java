package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AttributesTest {
  private final Attributes attributes =
      new Attributes(
          new long[] {Cka.TOKEN, Cka.VALUE_LEN, Cka.LABEL, Cka.VALUE, Cka.SENSITIVE},
          new byte[][] {
            {1},
            Attributes.encode(32),
            "payments.v1".getBytes(StandardCharsets.UTF_8),
            {9, 9, 9},
            null
          });

  @Test
  void valuesAreReadByType() {
    assertThat(attributes.bool(Cka.TOKEN)).isTrue();
    assertThat(attributes.ulong(Cka.VALUE_LEN)).isEqualTo(32);
    assertThat(attributes.string(Cka.LABEL)).isEqualTo("payments.v1");
  }

  @Test
  void whatTheTokenDidNotTellIsNull() {
    assertThat(attributes.bool(Cka.SENSITIVE)).isNull();
    assertThat(attributes.ulong(Cka.TOKEN)).as("one byte is no CK_ULONG").isNull();
    assertThat(attributes.numbers(Cka.ALLOWED_MECHANISMS)).isEmpty();
  }

  @Test
  void whatIsInATemplateIsReadByTypeAndStatedWithoutAValueToo() {
    byte[] encoded =
        Attributes.encode(
            new long[] {Cka.TOKEN, Cka.KEY_TYPE, Cka.WRAP, Cka.ID},
            new byte[][] {{0}, Attributes.encode(0x1F), null, {}});
    Attributes template =
        new Attributes(new long[] {Cka.UNWRAP_TEMPLATE}, new byte[][] {encoded})
            .template(Cka.UNWRAP_TEMPLATE);
    assertThat(template.types())
        .containsExactlyInAnyOrder(Cka.TOKEN, Cka.KEY_TYPE, Cka.WRAP, Cka.ID);
    assertThat(template.bool(Cka.TOKEN)).isFalse();
    assertThat(template.ulong(Cka.KEY_TYPE)).isEqualTo(0x1F);
    assertThat(template.bool(Cka.WRAP)).isNull();
    assertThat(attributes.template(Cka.UNWRAP_TEMPLATE).types()).isEmpty();
  }

  @Test
  void textNamesAttributesAndShowsNoValue() {
    assertThat(attributes).hasToString("[CKA_LABEL, CKA_TOKEN, CKA_VALUE, CKA_VALUE_LEN]");
  }
}
