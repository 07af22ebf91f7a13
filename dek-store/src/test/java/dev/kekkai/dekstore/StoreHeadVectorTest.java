package dev.kekkai.dekstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.dekstore.Vectors.Case;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of docs/formats/store-head.md: tags and files. */
class StoreHeadVectorTest {
  @TempDir private Path folder;

  static List<Case> vectors() throws Exception {
    return Vectors.of("store-head.json").vectors();
  }

  private static Stream<Case> refused(List<String> members) throws Exception {
    return Vectors.of("store-head.json").refused().stream()
        .filter(refused -> refused.changed().stream().anyMatch(members::contains));
  }

  static Stream<Case> refusedTags() throws Exception {
    return refused(List.of("counter", "store", "head_tag", "key", "keks"));
  }

  static Stream<Case> refusedFiles() throws Exception {
    return refused(List.of("file"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void a_head_is_tagged_as_it_is_written_down(Case vector) throws Exception {
    assertThat(HexFormat.of().formatHex(RowEncoding.of(head(vector))))
        .isEqualTo(vector.text("message"));
    assertThat(tag(vector)).isEqualTo(vector.text("head_tag"));
  }

  @ParameterizedTest
  @MethodSource("refusedTags")
  void another_heads_tag_does_not_fit(Case refused) throws Exception {
    assertThat(tag(refused)).isNotEqualTo(refused.text("head_tag"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void a_file_is_read(Case vector) throws Exception {
    assertThat(file(vector).read()).isEqualTo(head(vector));
  }

  @ParameterizedTest
  @MethodSource("refusedFiles")
  void another_file_is_refused(Case refused) throws Exception {
    HeadFile file = file(refused);

    assertThatThrownBy(file::read).isExactlyInstanceOf(StoreException.class);
  }

  private static String tag(Case vector) throws Exception {
    return new RowTags(vector.uuid("store"), vector.mac()).tag(head(vector));
  }

  private static StoreHead head(Case vector) {
    return new StoreHead(
        vector.uuid("store"), vector.number("counter"), vector.text("root"), vector.text("keks"));
  }

  private HeadFile file(Case vector) throws Exception {
    Case tail = vector.object("tail");
    String more =
        tail.members().isEmpty() ? "" : tail.text("of").repeat((int) tail.number("times"));
    Path file = Files.writeString(folder.resolve("head"), vector.text("file") + more);
    return new HeadFile(file, new Verifier(vector.text("head_key"), vector.text("head_key_id")));
  }

  /** Knows the public key only. */
  private record Verifier(String key, String keyId) implements HeadFile.HeadSeal {
    @Override
    public byte[] sign(byte[] message) {
      throw new AssertionError("nothing is signed here");
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      try {
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(
            KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
        verifier.update(message);
        return verifier.verify(signature);
      } catch (SignatureException e) {
        return false;
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }
}
