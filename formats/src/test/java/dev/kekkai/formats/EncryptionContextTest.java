package dev.kekkai.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionContextTest {

  @Test
  void contextsAreEqualWhenTheirPartsAre() {
    assertThat(EncryptionContext.of("ab", "c"))
        .isEqualTo(EncryptionContext.of("ab", "c"))
        .hasSameHashCodeAs(EncryptionContext.of("ab", "c"))
        .isNotEqualTo(EncryptionContext.of("a", "bc"))
        .isNotEqualTo(EncryptionContext.of("c", "ab"))
        .isNotEqualTo(EncryptionContext.of("ab", "c", ""));
    assertThat(EncryptionContext.of("")).isNotEqualTo(EncryptionContext.empty());
  }

  @Test
  void thePartsAreKeptInOrder() {
    assertThat(EncryptionContext.of("users", "otp_secret", "42").parts())
        .containsExactly("users", "otp_secret", "42");
    assertThat(EncryptionContext.empty().parts()).isEmpty();
  }

  @Test
  void laterChangesToTheCallersArrayChangeNothing() {
    String[] more = {"otp_secret"};
    EncryptionContext context = EncryptionContext.of("users", more);
    more[0] = "email";

    assertThat(context).isEqualTo(EncryptionContext.of("users", "otp_secret"));
  }

  @Test
  void sixtyFourPartsAreTakenAndOneMoreIsNot() {
    assertThat(EncryptionContext.of("p", repeated(63)).parts()).hasSize(64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncryptionContext.of("p", repeated(64)))
        .withMessage("An encryption context has at most 64 parts, not 65");
  }

  @Test
  void aListOfPartsGivesTheSameContext() {
    assertThat(EncryptionContext.of(List.of("users", "42")))
        .isEqualTo(EncryptionContext.of("users", "42"));
    assertThat(EncryptionContext.of(List.of())).isEqualTo(EncryptionContext.empty());
    assertThat(EncryptionContext.of(Collections.nCopies(64, "p")).parts()).hasSize(64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncryptionContext.of(Collections.nCopies(65, "p")))
        .withMessage("An encryption context has at most 64 parts, not 65");
  }

  @Test
  void theBoundOnBytesIsExact() {
    int room = 65_536 - 4 - 4;
    assertThatCode(() -> EncryptionContext.of("x".repeat(room))).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncryptionContext.of("x".repeat(room + 1)))
        .withMessageContaining("at most 65536 bytes encoded; part 1 goes beyond that");
  }

  @Test
  void theBoundCountsBytesNotCharacters() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncryptionContext.of("界".repeat(21_843)))
        .withMessageContaining("part 1 goes beyond");
  }

  @Test
  void theBoundIsOnAllPartsTogether() {
    String half = "x".repeat(32_762);
    assertThatCode(() -> EncryptionContext.of(half, half)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncryptionContext.of(half, half, ""))
        .withMessageContaining("part 3 goes beyond");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\udd11", "\udd11\ud83d", "row \ud83d 42"})
  void aPartWithAnUnpairedSurrogateIsRefused(String part) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncryptionContext.of("users", part))
        .withMessageContaining("Part 2")
        .withMessageContaining("unpaired surrogate");
  }

  @Test
  void aMissingPartIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> EncryptionContext.of("users", (String) null));
  }

  @Test
  void toStringKeepsThePartsOutOfLogs() {
    assertThat(EncryptionContext.of("users", "alice")).hasToString("EncryptionContext[2 parts]");
  }

  private static String[] repeated(int count) {
    String[] parts = new String[count];
    Arrays.fill(parts, "p");
    return parts;
  }
}
