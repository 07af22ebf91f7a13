package dev.kekkai.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldCipher;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.formats.FieldFormatException;
import dev.kekkai.formats.FieldToken;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FieldTokenFuzzTest {
  private static final String FILE = "field-token.json";
  private static final EncryptionContext CONTEXT =
      EncryptionContext.of("users", "otp_secret", "42");

  private final FieldCipher cipher = FieldCipher.create();
  private final SecretKey dek;
  private final UUID dekId;
  private List<byte[]> tokens = List.of();
  private List<String> texts = List.of();

  FieldTokenFuzzTest() throws Exception {
    JsonNode vector = Vectors.vector(FILE, "a one-time-password secret in its row");
    dek = new SecretKeySpec(HexFormat.of().parseHex(Vectors.text(vector, "key")), "AES");
    dekId = UUID.fromString(Vectors.text(vector, "dek-id"));
  }

  @BeforeEach
  void read() throws Exception {
    tokens = Vectors.texts(FILE, "token").stream().map(HexFormat.of()::parseHex).toList();
    texts = Vectors.texts(FILE, "text");
  }

  @Test
  void a_reader_of_bytes_gives_them_back_or_refuses_them() {
    Fuzz.bytes(3, 8_192, Set.of(FieldFormatException.class))
        .run(
            new Mutations(1, tokens)::input,
            token -> assertThat(FieldToken.parse(token).toBytes()).isEqualTo(token));
  }

  @Test
  void a_reader_of_text_gives_it_back_or_refuses_it() {
    Fuzz.texts(4, 8_192, Set.of(FieldFormatException.class))
        .run(
            Mutations.ofTexts(2, texts)::text,
            text -> assertThat(FieldToken.parse(text).toBase64Url()).isEqualTo(text));
  }

  @Test
  void nothing_else_than_a_token_as_it_was_made_decrypts() {
    Fuzz.bytes(4, 16_384, Set.of(FieldDecryptionException.class))
        .run(
            new Mutations(3, tokens)::input,
            token -> {
              cipher.decrypt(dek, dekId, token, CONTEXT);
              assertThat(tokens).contains(token);
            });
  }

  @Test
  void nothing_else_than_a_text_as_it_was_made_decrypts() {
    Fuzz.texts(4, 16_384, Set.of(FieldDecryptionException.class))
        .run(
            Mutations.ofTexts(4, texts)::text,
            text -> {
              cipher.decrypt(dek, dekId, text, CONTEXT);
              assertThat(texts).contains(text);
            });
  }
}
