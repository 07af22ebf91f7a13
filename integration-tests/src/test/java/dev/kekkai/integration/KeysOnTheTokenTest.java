package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.KeyRules;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.testkit.TokenContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeysOnTheTokenTest extends TokenContract {

  static Stream<KekSpec> every_kind() {
    return Stream.of(
        KekSpec.aes(freshName()),
        KekSpec.rsa(freshName(), 2048),
        KekSpec.ec(freshName(), 256),
        KekSpec.ec(freshName(), 384),
        KekSpec.ec(freshName(), 521),
        KekSpec.seal(freshName(), 256),
        KekSpec.seal(freshName(), 384),
        KekSpec.index(freshName()));
  }

  @ParameterizedTest
  @MethodSource("every_kind")
  void a_key_of_each_kind_is_made_and_found_again_by_another_provider(KekSpec spec)
      throws Exception {
    TokenKey made = make(spec);
    try (KekkaiProvider other = token().provider()) {
      TokenKey found = other.tokenKeys().find(spec.name());
      assertThat(found.ref().label()).isEqualTo(spec.name() + ".v1");
      assertThat(found.kind()).isEqualTo(spec.kind());
      assertThat(found.bits()).isEqualTo(spec.bits());
      assertThat(found.id()).isEqualTo(made.id()).hasSize(16);
      assertThat(found.publicKey()).isEqualTo(made.publicKey());
    }
  }

  @ParameterizedTest
  @MethodSource("every_kind")
  void a_key_of_each_kind_reads_back_with_its_one_usage_set(KekSpec spec) throws Exception {
    TokenKey made = make(spec);
    HsmProfile profile = provider().source().get().profile();
    Attributes is = attributes(made);
    assertThat(new KeyRules(profile).check(spec.kind(), is)).isEmpty();
    assertThat(is.bool(Cka.SENSITIVE)).isTrue();
    assertThat(is.bool(Cka.EXTRACTABLE)).isFalse();
    assertThat(is.bool(Cka.PRIVATE)).isTrue();
    assertThat(is.bool(Cka.MODIFIABLE)).isFalse();
  }

  private Attributes attributes(TokenKey key) throws TokenException {
    return provider()
        .source()
        .get()
        .with(session -> session.attributes(key.object(), KeyRules.attributes()));
  }

  @ParameterizedTest
  @MethodSource("every_kind")
  void rotation_makes_the_next_version_primary_and_keeps_the_old(KekSpec spec) throws Exception {
    TokenKey first = make(spec);
    TokenKey second = provider().maker().rotate(spec.name());
    assertThat(second.ref().version()).isEqualTo(2);
    assertThat(second.kind()).isEqualTo(first.kind());
    assertThat(second.bits()).isEqualTo(first.bits());
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(provider().tokenKeys().find(spec.name()).ref()).isEqualTo(second.ref());
    assertThat(provider().tokenKeys().find(spec.name() + ".v1").id()).isEqualTo(first.id());
  }

  @Test
  void a_rotation_by_another_process_is_noticed() throws Exception {
    String name = usualKek().ref().name();
    assertThat(provider().tokenKeys().find(name).ref().version()).isEqualTo(1);
    try (KekkaiProvider other = token().provider()) {
      other.maker().rotate(name);
    }
    assertThat(provider().tokenKeys().find(name).ref().version()).isEqualTo(2);
  }

  @Test
  void a_taken_name_is_refused_with_the_way_out() throws Exception {
    String name = usualKek().ref().name();
    assertThatThrownBy(() -> make(KekSpec.rsa(name, 2048)))
        .isInstanceOf(TokenException.class)
        .hasMessageContainingAll(name + ".v1", "Rotate it, or choose another name");
  }

  @Test
  void an_absent_key_is_an_error_that_lists_those_present() throws Exception {
    String present = usualKek().ref().label();
    assertThatThrownBy(() -> provider().tokenKeys().find("nobody"))
        .isInstanceOf(KeyNotFoundException.class)
        .hasMessageContainingAll("'nobody'", present);
  }

  @Test
  void an_absent_version_is_an_error_that_lists_those_present() throws Exception {
    String name = usualKek().ref().name();
    assertThatThrownBy(() -> provider().tokenKeys().find(name + ".v7"))
        .isInstanceOf(KeyNotFoundException.class)
        .hasMessageContainingAll(name + ".v7", name + ".v1");
  }
}
