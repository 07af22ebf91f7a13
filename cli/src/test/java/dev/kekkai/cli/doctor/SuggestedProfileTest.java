package dev.kekkai.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.TokenInfo;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SuggestedProfileTest {
  private static final String FITS_OTHERS = "tells no serial number";

  @Test
  void a_token_without_a_serial_number_is_told_in_the_file() {
    assertThat(text(" "))
        .contains(FITS_OTHERS, "use it on this one only")
        .contains("match.firmware = = 1.2")
        .doesNotContain("match.serial");
    assertThat(text("4711")).contains("match.serial = 4711").doesNotContain(FITS_OTHERS);
  }

  private static String text(String serial) {
    HsmProfile profile = ProfileCatalog.builtIn().byName(ProfileCatalog.GENERIC);
    return SuggestedProfile.text(
        new Report(
            new ModuleInfo("Maker", "Library", "3.4", "2.40"),
            new TokenInfo(0, "t", "Maker", "Model", serial, "1.2", 0, 0, 0),
            "iaik",
            profile,
            "",
            List.of(),
            Comparison.of(List.of(), profile),
            List.of(),
            List.of(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of()),
        LocalDate.of(2026, 11, 27));
  }
}
