package dev.kekkai.integration.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.integration.binding.BothBindings.Side;
import dev.kekkai.testkit.TestToken;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Base of tests that ask both bindings the same, on every token. */
@Tag("own-jvm")
@ParameterizedClass(name = "{0}")
@MethodSource("dev.kekkai.testkit.Tokens#all")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BindingContract {
  static final byte[] KEY = "0123456789abcdef0123456789ABCDEF".getBytes();

  @Parameter private TestToken token;
  private BothBindings both;

  @BeforeParameterizedClassInvocation(injectArguments = false)
  final void open() throws Exception {
    both = BothBindings.open(token);
  }

  @AfterParameterizedClassInvocation(injectArguments = false)
  final void close() throws Exception {
    both.close();
  }

  BothBindings both() {
    return both;
  }

  TestToken token() {
    return token;
  }

  /** What a binding does. */
  interface Work<T> {
    T on(Side side) throws CryptokiException;
  }

  /** What both of them say. */
  <T> T same(Work<T> work) throws CryptokiException {
    T first = work.on(both.iaik());
    assertThat(work.on(both.other())).isEqualTo(first);
    return first;
  }

  /** The CKR that both of them answer; 0 is CKR_OK. */
  long sameAnswer(Work<?> work) {
    long first = answer(both.iaik(), work);
    assertThat(answer(both.other(), work)).isEqualTo(first);
    return first;
  }

  static long answer(Side side, Work<?> work) {
    try {
      work.on(side);
      return 0;
    } catch (CryptokiException e) {
      return e.returnValue();
    }
  }

  static Template.Builder secret(long keyType) {
    return Template.builder()
        .with(Cka.CLASS, Cko.SECRET_KEY)
        .with(Cka.KEY_TYPE, keyType)
        .with(Cka.TOKEN, false)
        .with(Cka.PRIVATE, true);
  }

  static Template.Builder aes() {
    return secret(Ckk.AES)
        .with(Cka.VALUE, KEY)
        .with(Cka.SENSITIVE, false)
        .with(Cka.EXTRACTABLE, true)
        .with(Cka.ENCRYPT, true)
        .with(Cka.DECRYPT, true)
        .with(Cka.WRAP, true)
        .with(Cka.UNWRAP, true);
  }

  static long create(Side side, Template template) throws CryptokiException {
    return side.cryptoki().C_CreateObject(side.session(), template);
  }

  static byte[] encrypt(Side side, Mechanism mechanism, long key, byte[] plain)
      throws CryptokiException {
    side.cryptoki().C_EncryptInit(side.session(), mechanism, key);
    byte[] out = new byte[plain.length + 1024];
    int n = side.cryptoki().C_Encrypt(side.session(), plain, 0, plain.length, out, 0);
    return Arrays.copyOf(out, n);
  }

  static byte[] decrypt(Side side, Mechanism mechanism, long key, byte[] sealed)
      throws CryptokiException {
    side.cryptoki().C_DecryptInit(side.session(), mechanism, key);
    byte[] out = new byte[sealed.length];
    int n = side.cryptoki().C_Decrypt(side.session(), sealed, 0, sealed.length, out, 0);
    return Arrays.copyOf(out, n);
  }
}
