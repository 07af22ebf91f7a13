package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.matrix.NotSupported;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code HmacSHA256} with an index key, for blind indexes. */
class IndexMacTest extends TokenContract {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 1000, 70_000})
  void equal_input_gives_an_equal_mac_however_it_is_split(int size) throws Exception {
    if (size == 0) {
      NotSupported.unlessItWouldCrash(token(), "the HMAC of an empty message ends the process");
    }
    SecretKey key = indexKey();
    byte[] data = SeededBytes.of(size, size);
    byte[] once = mac(key).doFinal(data);
    Mac split = mac(key);
    split.update(data, 0, size / 2);
    for (int i = size / 2; i < Math.min(size, size / 2 + 3); i++) {
      split.update(data[i]);
    }
    int rest = Math.min(size, size / 2 + 3);
    split.update(data, rest, size - rest);
    assertThat(split.doFinal()).hasSize(32).isEqualTo(once);
    assertThat(mac(indexKey()).doFinal(data)).as("another key").isNotEqualTo(once);
  }

  @Test
  void the_tokens_hmac_is_that_of_software() throws Exception {
    byte[] value = SeededBytes.of(1, 32);
    byte[] data = SeededBytes.of(2, 100);
    byte[] token =
        provider()
            .source()
            .get()
            .with(
                session -> {
                  ObjectHandle key =
                      session.createObject(
                          SessionKeys.generic()
                              .with(Cka.VALUE, value)
                              .with(Cka.SIGN, true)
                              .build());
                  byte[] mac = session.sign(new Mechanism.Plain(Ckm.SHA256_HMAC), key, data);
                  session.destroyObject(key);
                  return mac;
                });
    Mac software = Mac.getInstance("HmacSHA256", "SunJCE");
    software.init(new SecretKeySpec(value, "HmacSHA256"));
    assertThat(token).isEqualTo(software.doFinal(data));
  }

  @Test
  void a_kek_makes_no_macs() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider());
    generator.init(KekSpec.aes(freshName()));
    SecretKey kek = generator.generateKey();
    Mac mac = Mac.getInstance("HmacSHA256", provider());
    assertThatThrownBy(() -> mac.init(kek)).isInstanceOf(InvalidKeyException.class);
  }

  private Mac mac(SecretKey key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256", provider());
    mac.init(key);
    return mac;
  }

  private SecretKey indexKey() throws GeneralSecurityException {
    KeyGenerator generator = KeyGenerator.getInstance("HmacSHA256", provider());
    generator.init(KekSpec.index(freshName()));
    return generator.generateKey();
  }
}
