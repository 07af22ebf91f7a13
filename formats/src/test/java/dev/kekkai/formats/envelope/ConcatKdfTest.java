package dev.kekkai.formats.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.impl.ConcatKDF;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ConcatKdfTest {
  /** RFC 7518, appendix C, in decimal there. */
  private static final byte[] Z =
      HexFormat.of().parseHex("9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4");

  @Test
  void the_example_of_rfc_7518() {
    byte[] key =
        ConcatKdf.derive(Z, "A128GCM", "Alice".getBytes(US_ASCII), "Bob".getBytes(US_ASCII), 128);

    assertThat(key).isEqualTo(Base64.getUrlDecoder().decode("VqqN6vgjbSBcIijNcacQGg"));
  }

  @Test
  void with_256_bits_as_nimbus_derives_them() throws Exception {
    SecretKey theirs =
        new ConcatKDF("SHA-256")
            .deriveKey(
                new SecretKeySpec(Z, "AES"),
                256,
                ConcatKDF.encodeDataWithLength("ECDH-ES+A256KW".getBytes(US_ASCII)),
                ConcatKDF.encodeDataWithLength(new byte[] {1, 2, 3}),
                ConcatKDF.encodeDataWithLength(new byte[0]),
                ConcatKDF.encodeIntData(256),
                ConcatKDF.encodeNoData());

    assertThat(ConcatKdf.derive(Z, "ECDH-ES+A256KW", new byte[] {1, 2, 3}, new byte[0], 256))
        .isEqualTo(theirs.getEncoded());
  }
}
