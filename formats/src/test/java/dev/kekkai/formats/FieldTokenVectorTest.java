package dev.kekkai.formats;

import static dev.kekkai.formats.FieldTokenPage.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.FieldTokenPage.Vector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of docs/formats/field-token.md against the code and against Bouncy Castle. */
class FieldTokenVectorTest {

  static List<Vector> vectors() {
    return FieldTokenPage.vectors();
  }

  static List<Map.Entry<String, String>> refused() {
    return FieldTokenPage.refused();
  }

  @Test
  void thePageHasItsVectors() {
    assertThat(vectors()).hasSize(6);
    assertThat(FieldTokenPage.refused()).hasSize(8);
  }

  @ParameterizedTest
  @MethodSource("vectors")
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
    Vector vector = FieldTokenPage.vector("ab, c");
    Vector other = FieldTokenPage.vector("a, bc");
    FieldCipher cipher = FieldCipher.create();

    assertThat(vector.key()).isEqualTo(other.key());
    assertThat(String.join("", vector.parts())).isEqualTo(String.join("", other.parts()));
    assertThatThrownBy(
            () -> cipher.decrypt(vector.dek(), vector.dekId(), vector.text(), other.context()))
        .isInstanceOf(FieldDecryptionException.class);
    assertThatThrownBy(
            () -> cipher.decrypt(other.dek(), other.dekId(), other.text(), vector.context()))
        .isInstanceOf(FieldDecryptionException.class);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatThePageSaysIsRefused(Map.Entry<String, String> refused) throws Exception {
    Vector vector = FieldTokenPage.vector("a, bc");

    assertThatThrownBy(
            () ->
                FieldCipher.create()
                    .decrypt(vector.dek(), vector.dekId(), refused.getValue(), vector.context()))
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
