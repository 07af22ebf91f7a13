package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KeyTemplates;
import dev.kekkai.testkit.TokenContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code strength = strict}: no KEK that is weaker than the DEKs under it. */
class KeyStrengthTest extends TokenContract {

  @Override
  protected String[] overrides() {
    return new String[] {"strength", "strict"};
  }

  static Stream<KekSpec> weak() {
    return Stream.of(
        KekSpec.rsa(freshName(), 2048),
        KekSpec.rsa(freshName(), 4096),
        KekSpec.ec(freshName(), 256),
        KekSpec.ec(freshName(), 384));
  }

  static Stream<KekSpec> strong() {
    return Stream.of(
        KekSpec.aes(freshName()),
        KekSpec.ec(freshName(), 521),
        KekSpec.seal(freshName(), 256),
        KekSpec.index(freshName()));
  }

  @ParameterizedTest
  @MethodSource("weak")
  void a_weak_kek_is_refused_and_nothing_is_left_on_the_token(KekSpec spec) throws Exception {
    assertThatThrownBy(() -> make(spec))
        .isInstanceOf(TokenException.class)
        .hasMessageContainingAll(spec.name(), "SP 800-57", "AES-256 and P-521");
    assertThat(provider().tokenKeys().labels()).noneMatch(r -> r.name().equals(spec.name()));
  }

  @Test
  void a_weak_kek_that_is_found_on_the_token_is_refused_too() throws Exception {
    String name = freshName();
    Token on = provider().source().get();
    Template weak = new KeyTemplates(on.profile()).aesKek(name + ".v1", new byte[] {1}, 16, false);
    on.withReadWrite(s -> s.generateKey(new Mechanism.Plain(Ckm.AES_KEY_GEN), weak));
    assertThatThrownBy(() -> provider().tokenKeys().find(name))
        .isInstanceOf(TokenException.class)
        .hasMessageContainingAll(name + ".v1", "128 bits", "SP 800-57");
    try (KekkaiProvider lenient = token().provider("strength", "warn")) {
      assertThat(lenient.tokenKeys().find(name).bits()).isEqualTo(128);
    }
  }

  @ParameterizedTest
  @MethodSource("strong")
  void a_key_that_is_strong_enough_or_wraps_nothing_is_made(KekSpec spec) throws Exception {
    assertThat(make(spec).ref().name()).isEqualTo(spec.name());
  }
}
