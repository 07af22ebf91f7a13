package dev.kekkai.integration.kek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.KekKey;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.testkit.TokenContract;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What Ciphers do when another process destroys their KEK and makes one of the same name. */
class OtherProcessTest extends TokenContract {

  @Test
  void neither_old_blobs_nor_old_ciphers_reach_the_new_kek() throws Exception {
    TokenKey old = usualKek();
    Cipher wrapping = cipher(Cipher.WRAP_MODE, old);
    Cipher unwrapping = cipher(Cipher.UNWRAP_MODE, old);
    SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    byte[] blob = wrapping.wrap(key);

    remakeElsewhere(old.ref().label());

    assertThatThrownBy(() -> unwrapping.unwrap(blob, "AES", Cipher.SECRET_KEY))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessage(BadBlobException.TEXT)
        .hasNoCause();
    assertThatThrownBy(() -> wrapping.wrap(key))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("another key under the label");

    TokenKey remade = provider().tokenKeys().find(old.ref());
    assertThat(remade.id()).isNotEqualTo(old.id());
    assertThat(cipher(Cipher.WRAP_MODE, remade).wrap(key)).isNotEqualTo(blob);
  }

  private Cipher cipher(int mode, TokenKey kek) throws Exception {
    Cipher cipher = Cipher.getInstance("AESWrap", provider());
    cipher.init(mode, new KekKey(provider().source(), kek));
    return cipher;
  }

  private void remakeElsewhere(String label) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RemakeKek.class.getName(),
                token().propertiesFile("remake.properties").toString(),
                label)
            .redirectErrorStream(true)
            .redirectOutput(token().folder().resolve("remake.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("see remake.log").isZero();
  }
}
