package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.bulk.HsmEngine;
import dev.kekkai.provider.bulk.SoftwareEngine;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.Deks;
import dev.kekkai.provider.keys.KeyMaker;
import dev.kekkai.provider.keys.TokenHmac;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenKeys;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.testkit.SoftHsmTokens;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A module that says CKR_OK and gives less than a message has is not believed. */
class WrongLengthTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final byte[] NO_AAD = {};

  private volatile String function = "";
  private TokenSource source;
  private TokenKeys keys;
  private DekHandle dek;

  @BeforeEach
  void open() throws Exception {
    BindingFactory binding =
        (module, nativeDir) -> around(BindingFactory.usual().load(module, nativeDir));
    source =
        new TokenSource(
            SoftHsmTokens.create("wrong-length-" + TOKENS.incrementAndGet()).config(), binding);
    keys = new TokenKeys(source);
    Deks deks = new Deks(source, keys, new HsmEngine(source), new SoftwareEngine(source));
    dek =
        deks.generate(
            new KeyMaker(source, keys).create(KekSpec.aes("kek")),
            new DekPolicy(BulkMode.HSM, Duration.ofHours(1), 10));
  }

  @AfterEach
  void close() {
    dek.close();
    source.close();
  }

  private Cryptoki around(Cryptoki real) {
    return (Cryptoki)
        Proxy.newProxyInstance(
            Cryptoki.class.getClassLoader(),
            new Class<?>[] {Cryptoki.class},
            (proxy, method, args) -> {
              try {
                Object result = method.invoke(real, args);
                if (method.getName().equals("forSession")) {
                  return around((Cryptoki) result);
                }
                return method.getName().equals(function) ? shorter(result) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Object shorter(Object result) {
    return result instanceof byte[] bytes
        ? Arrays.copyOf(bytes, bytes.length - 1)
        : (Object) ((int) result - 1);
  }

  @Test
  void an_hmac_that_is_cut_short_is_none() throws Exception {
    TokenKey key = new KeyMaker(source, keys).create(KekSpec.index("index"));
    TokenHmac hmac = new TokenHmac(source, keys);
    assertThat(hmac.of(key, new byte[] {1})).hasSize(TokenHmac.BYTES);
    function = "C_Sign";
    assertThatThrownBy(() -> hmac.of(key, new byte[] {1}))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("31 bytes for an HMAC-SHA-256");
  }

  @Test
  void a_ciphertext_without_its_whole_tag_is_not_given_out() throws Exception {
    try (DekHandle.Lease lease = dek.forEncryption()) {
      function = "C_Encrypt";
      assertThatThrownBy(
              () -> lease.key().encrypt(iv(1), NO_AAD, new byte[5], 0, 5, new byte[21], 0))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("20 bytes instead of 21");
      assertThatThrownBy(
              () ->
                  lease
                      .key()
                      .encrypt(
                          iv(2),
                          NO_AAD,
                          ByteBuffer.allocateDirect(5),
                          ByteBuffer.allocateDirect(21)))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("20 bytes instead of 21");
    }
  }

  @Test
  void a_plaintext_that_is_cut_short_is_not_given_out() throws Exception {
    byte[] sealed = new byte[21];
    try (DekHandle.Lease lease = dek.forEncryption()) {
      BulkKey key = lease.key();
      key.encrypt(iv(3), NO_AAD, new byte[] {1, 2, 3, 4, 5}, 0, 5, sealed, 0);
      function = "C_Decrypt";
      byte[] out = new byte[5];
      assertThatThrownBy(() -> key.decrypt(iv(3), NO_AAD, sealed, 0, 21, out, 0))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("4 bytes instead of 5");
      assertThat(out).containsOnly(0);
      ByteBuffer direct = ByteBuffer.allocateDirect(21).put(sealed).flip();
      ByteBuffer plain = ByteBuffer.allocateDirect(5);
      assertThatThrownBy(() -> key.decrypt(iv(3), NO_AAD, direct, plain))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("4 bytes instead of 5");
      for (int i = 0; i < 5; i++) {
        assertThat(plain.get(i)).isZero();
      }
    }
  }

  private static byte[] iv(int first) {
    byte[] iv = new byte[BulkKey.IV_BYTES];
    iv[0] = (byte) first;
    return iv;
  }
}
