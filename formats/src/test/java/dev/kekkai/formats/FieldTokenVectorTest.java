package dev.kekkai.formats;

import static dev.kekkai.formats.FieldTokenVectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.FieldTokenVectors.Vector;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vectors of docs/formats/field-token.md, and what releases wrote, against the code and Bouncy
 * Castle.
 */
class FieldTokenVectorTest {

  static List<Vector> vectors() {
    return FieldTokenVectors.vectors();
  }

  static Stream<Vector> withGolden() {
    return FieldTokenVectors.withGolden();
  }

  static List<Vector> refused() {
    return FieldTokenVectors.refused();
  }

  @Test
  void theFileHasItsVectors() {
    assertThat(vectors()).hasSize(6);
    assertThat(refused()).hasSize(29);
  }

  @Test
  void thePageShowsTheFirstOfThem() {
    DocPage.Block shown = DocPage.of("field-token.md").blocks("vector").get(0);
    Vector vector = vectors().get(0);

    assertThat(shown.values("part")).isEqualTo(vector.context().parts());
    for (String name : List.of("name", "key", "dek-id", "nonce", "plaintext", "aad", "token")) {
      assertThat(shown.value(name)).isEqualTo(vector.members().text(name));
    }
    assertThat(shown.value("text")).isEqualTo(vector.text());
  }

  @ParameterizedTest
  @MethodSource("withGolden")
  void decryptsBothForms(Vector vector) throws Exception {
    FieldCipher cipher = FieldCipher.create();
    byte[] token = bytes(vector.token());

    assertThat(cipher.decrypt(vector.dek(), vector.dekId(), token, vector.context()))
        .isEqualTo(bytes(vector.plaintext()));
    assertThat(cipher.decrypt(vector.dek(), vector.dekId(), vector.text(), vector.context()))
        .isEqualTo(bytes(vector.plaintext()));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void encryptsToTheSameBytesWhenTheModuleMakesTheSameNonce(Vector vector) throws Exception {
    FieldCipher cipher = FieldCipher.with(ModuleNonceCipher.provider(bytes(vector.nonce())));
    byte[] plaintext = bytes(vector.plaintext());

    assertThat(cipher.encrypt(vector.dek(), vector.dekId(), plaintext, vector.context()))
        .isEqualTo(bytes(vector.token()));
    assertThat(cipher.encryptToBase64Url(vector.dek(), vector.dekId(), plaintext, vector.context()))
        .isEqualTo(vector.text());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theReaderSeesTheStructure(Vector vector) throws Exception {
    FieldToken token = FieldToken.parse(vector.text());

    assertThat(token).isEqualTo(FieldToken.parse(bytes(vector.token())));
    assertThat(token.version()).isEqualTo(1);
    assertThat(token.suite()).isEqualTo(FieldSuite.AES_256_GCM);
    assertThat(token.dekId()).isEqualTo(vector.dekId());
    assertThat(token.nonce()).isEqualTo(bytes(vector.nonce()));
    assertThat(token.plaintextLength()).isEqualTo(bytes(vector.plaintext()).length);
    assertThat(token.toBytes()).isEqualTo(bytes(vector.token()));
    assertThat(token.toBase64Url()).isEqualTo(vector.text());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void bouncyCastleDecryptsTheTokenWithTheAadOfThePage(Vector vector) throws Exception {
    assertThat(openWithBouncyCastle(vector, bytes(vector.token())))
        .isEqualTo(bytes(vector.plaintext()));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void bouncyCastleDecryptsWhatTheJdkMakesOfTheSameValue(Vector vector) throws Exception {
    byte[] token =
        FieldCipher.create()
            .encrypt(vector.dek(), vector.dekId(), bytes(vector.plaintext()), vector.context());

    assertThat(openWithBouncyCastle(vector, token)).isEqualTo(bytes(vector.plaintext()));
  }

  @Test
  void theSplitOfTheContextMatters() throws Exception {
    Vector vector = FieldTokenVectors.vector("ab, c");
    Vector other = FieldTokenVectors.vector("a, bc");
    FieldCipher cipher = FieldCipher.create();

    assertThat(vector.key()).isEqualTo(other.key());
    assertThat(String.join("", vector.context().parts()))
        .isEqualTo(String.join("", other.context().parts()));
    assertThatThrownBy(
            () -> cipher.decrypt(vector.dek(), vector.dekId(), vector.text(), other.context()))
        .isInstanceOf(FieldDecryptionException.class);
    assertThatThrownBy(
            () -> cipher.decrypt(other.dek(), other.dekId(), other.text(), vector.context()))
        .isInstanceOf(FieldDecryptionException.class);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatIsRefused(Vector refused) {
    assertThatThrownBy(
            () ->
                FieldCipher.create()
                    .decrypt(refused.dek(), refused.dekId(), refused.text(), refused.context()))
        .isExactlyInstanceOf(FieldDecryptionException.class);
  }

  private static byte[] openWithBouncyCastle(Vector vector, byte[] token)
      throws InvalidCipherTextException {
    byte[] nonce = Arrays.copyOfRange(token, 18, 30);
    GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
    gcm.init(
        false,
        new AEADParameters(new KeyParameter(bytes(vector.key())), 128, nonce, bytes(vector.aad())));
    byte[] plaintext = new byte[token.length - 46];
    int length = gcm.processBytes(token, 30, token.length - 30, plaintext, 0);
    gcm.doFinal(plaintext, length);
    return plaintext;
  }
}
