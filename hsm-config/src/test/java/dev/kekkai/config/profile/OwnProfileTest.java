package dev.kekkai.config.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.problem.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor that Kekkai has never heard of is one data file. */
class OwnProfileTest {
  private final ProfileCatalog catalog = ProfileCatalog.builtIn();

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void a_file_extends_a_profile_of_this_library() throws IOException {
    String acme = file("acme.properties", "extends = softhsm2\ngcm.maxBytes = 77 [measured]");
    HsmProfile profile = catalog.chosen(acme);
    assertThat(profile.name()).isEqualTo(acme);
    assertThat(profile.gcm().maxBytes()).isEqualTo(77);
    assertThat(profile.wrap()).isEqualTo(catalog.byName("softhsm2").wrap());
    assertThat(profile.softwareToken()).isTrue();
    assertThat(profile.match().stated()).as("of softhsm2").isZero();
  }

  @Test
  void a_file_extends_another_one_beside_it() throws IOException {
    file("family.properties", "extends = generic\nwrap.rfc3394 = 0x80000170 [documented]");
    String model = file("model", "extends = family.properties\nsession.max = 9 [measured]");
    HsmProfile profile = catalog.chosen(model);
    assertThat(profile.wrap().rfc3394()).hasValue(0x80000170L);
    assertThat(profile.session().max()).isEqualTo(9);
    assertThat(profile.unmeasured()).contains("wrap.rfc3394").doesNotContain("session.max");
  }

  @Test
  void files_that_extend_each_other_are_refused() throws IOException {
    String one = file("one.properties", "extends = two.properties");
    file("two.properties", "extends = one.properties");
    assertThatThrownBy(() -> catalog.chosen(one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("extends itself, by way of");
  }

  @Test
  void a_file_that_is_not_there_or_no_text_is_named() throws IOException {
    String lonely = file("lonely.properties", "extends = gone.properties");
    assertThatThrownBy(() -> catalog.chosen(lonely))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no profile " + folder.resolve("gone.properties"));
    Path binary = Files.write(folder.resolve("lib.properties"), new byte[] {(byte) 0xFF, 0});
    assertThatThrownBy(() -> catalog.chosen(binary.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(binary + " can't be read as UTF-8 text");
    String large = file("large.properties", "#".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> catalog.chosen(large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The profile " + large + " has more than 1048576 bytes");
  }

  @Test
  void all_that_is_wrong_is_told_with_the_file() throws IOException {
    String acme =
        file(
            "acme.properties",
            "extends = generic\nwrap.rfc3395 = 0x2109 [measured]\ngcm.maxBytes = -1 [measured]");
    assertThatThrownBy(() -> catalog.chosen(acme))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Profile '" + acme + "': 2 problems")
        .hasMessageContaining("did you mean 'wrap.rfc3394'?")
        .hasMessageContaining("gcm.maxBytes = -1: must be a whole number");
  }
}
