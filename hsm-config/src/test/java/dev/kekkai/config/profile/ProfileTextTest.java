package dev.kekkai.config.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.problem.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTextTest {
  private static final ModuleFacts MODULE =
      new ModuleFacts("Acme", "Acme PKCS#11", "3.1", "A\\9000", "08#15\\", "7.9");

  @TempDir private Path folder;

  @Test
  void what_is_written_is_read_again() throws IOException {
    String text =
        ProfileText.extending("softhsm2")
            .remark("Measured on a Friday")
            .measuredOn(MODULE)
            .state("gcm.maxBytes", new MarkedValue("77", Mark.MEASURED))
            .state("errors.names", new MarkedValue("0x80000041:ACME_AGAIN", Mark.DOCUMENTED))
            .text();
    assertThat(text).startsWith("# Measured on a Friday\nextends = softhsm2\n");
    Path file = Files.writeString(folder.resolve("acme.properties"), text);
    HsmProfile profile = ProfileCatalog.builtIn().chosen(file.toString());
    assertThat(profile.gcm().maxBytes()).isEqualTo(77);
    assertThat(profile.errors().name(0x80000041L)).isEqualTo("ACME_AGAIN");
    assertThat(profile.knobs().get("gcm.maxBytes"))
        .isEqualTo(new MarkedValue("77", Mark.MEASURED))
        .hasToString("77 [measured]");
    assertThat(profile.match().isMeasuredOn(MODULE)).isTrue();
    assertThat(profile.match().describe())
        .isEqualTo("serial 08#15\\, firmware = 7.9, library version = 3.1");
    ModuleFacts newer = new ModuleFacts("Acme", "Acme PKCS#11", "3.1", "A", "08#15\\", "7.10");
    assertThat(profile.match().isMeasuredOn(newer)).isFalse();
  }

  @Test
  void a_file_of_ones_own_can_be_extended() throws IOException {
    Path acme = Files.writeString(folder.resolve("a.properties"), "extends = nss");
    assertThat(ProfileText.extending(acme.toString()).text()).contains("extends = " + acme);
  }

  @Test
  void what_would_be_no_profile_is_not_written() {
    ProfileText wrong =
        ProfileText.extending("generic")
            .state("gcm.maxBits", new MarkedValue("1", Mark.MEASURED))
            .state("gcm.maxBytes", new MarkedValue("-1", Mark.MEASURED));
    assertThatThrownBy(wrong::text)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the profile written': 2 problems");
    assertThatThrownBy(ProfileText.extending("acme")::text)
        .hasMessage("There is no profile 'acme'");
    assertThatThrownBy(() -> ProfileText.extending("nss").remark("two\nlines"))
        .hasMessage("A line of a profile has no control characters");
  }

  @Test
  void an_unverified_knob_is_told_with_the_way_out() {
    HsmProfile generic = ProfileCatalog.builtIn().byName("generic");
    assertThat(generic.unverified(Knobs.GCM_IV_SOURCE, Knobs.GCM_IV_RETURN))
        .hasValueSatisfying(
            told ->
                assertThat(told)
                    .startsWith("Nobody has verified gcm.ivSource = caller and gcm.ivReturn = none")
                    .contains("(profile generic)")
                    .contains("run kekkai doctor --suggest-profile FILE")
                    .endsWith("set profile = FILE"));
    assertThat(
            ProfileCatalog.builtIn()
                .byName("nss")
                .unverified(Knobs.WRAP_RFC3394, Knobs.SOFTWARE_DEK_PATH))
        .isEmpty();
  }
}
