package dev.kekkai.config.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.problem.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A vendor that Kekkai has never heard of is one data file. */
class OwnProfileTest {
  private final ProfileCatalog catalog = ProfileCatalog.builtIn();

  @TempDir private Path folder;

  /** Of mode 0644, whatever the umask of whoever runs the tests. */
  private String file(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    mode(file, "rw-r--r--");
    return file.toString();
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
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
  void three_files_that_extend_each_other_are_refused_and_named() throws IOException {
    String one = file("one.properties", "extends = two.properties");
    file("two.properties", "extends = three.properties");
    file("three.properties", "extends = one.properties");
    assertThatThrownBy(() -> catalog.chosen(one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("extends itself, by way of [" + one)
        .hasMessageContaining("two.properties, three.properties, one.properties");
  }

  @Test
  void a_file_that_extends_itself_is_refused_however_it_spells_its_path() throws IOException {
    for (String spelling : new String[] {"self.properties", "./self.properties"}) {
      String self = file("self.properties", "extends = " + spelling);
      assertThatThrownBy(() -> catalog.chosen(self))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Profile '" + spelling + "' extends itself, by way of");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rw-rw-r--, 0664, 0644",
    "rw-r--rw-, 0646, 0644",
    "rw-rw-rw-, 0666, 0644",
    "rw--w----, 0620, 0600"
  })
  void a_file_that_others_can_change_is_refused_with_the_command_that_mends_it(
      String mode, String octal, String right) throws IOException {
    Path acme = Path.of(file("acme.properties", "extends = softhsm2"));
    mode(acme, mode);
    assertThatThrownBy(() -> catalog.chosen(acme.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The profile %s decides how keys are handled, but has mode %s, so that others can"
                + " change it: run  chmod %s %s",
            acme, octal, right, acme);
    mode(acme, "rw-r--r--");
    assertThat(catalog.chosen(acme.toString()).softwareToken()).isTrue();
  }

  @Test
  void a_file_that_is_extended_must_be_closed_to_others_too() throws IOException {
    mode(Path.of(file("family.properties", "extends = generic")), "rw-rw-r--");
    String model = file("model.properties", "extends = family.properties");
    assertThatThrownBy(() -> catalog.chosen(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The profile " + folder.resolve("family.properties") + " decides")
        .hasMessageContaining("chmod 0644");
  }

  @Test
  void what_a_link_leads_to_must_be_closed_to_others() throws IOException {
    Path acme = Path.of(file("acme.properties", "extends = softhsm2"));
    mode(acme, "rw-rw-r--");
    Path link = Files.createSymbolicLink(folder.resolve("link.properties"), acme);
    assertThatThrownBy(() -> catalog.chosen(link.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("so that others can change it");
  }

  @Test
  void a_folder_a_device_and_a_malformed_escape_are_told() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("folder.properties"));
    assertThatThrownBy(() -> catalog.chosen(inside.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The profile " + inside + " is a folder: give the path of a file");
    String device = file("device.properties", "extends = /dev/null");
    assertThatThrownBy(() -> catalog.chosen(device))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The profile /dev/null is no regular file: give the path of one");
    String escape = file("escape.properties", "extends = generic\n# \nmatch.model = \\u12\n");
    assertThatThrownBy(() -> catalog.chosen(escape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Profile '%s' has a malformed \\u escape: write \\u and four hexadecimal digits",
            escape);
  }

  @Test
  void a_file_that_is_not_there_or_no_text_is_named() throws IOException {
    String lonely = file("lonely.properties", "extends = gone.properties");
    assertThatThrownBy(() -> catalog.chosen(lonely))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no profile " + folder.resolve("gone.properties"));
    Path binary = Files.write(folder.resolve("lib.properties"), new byte[] {(byte) 0xFF, 0});
    mode(binary, "rw-------");
    assertThatThrownBy(() -> catalog.chosen(binary.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(binary + " can't be read as UTF-8 text");
    String large = file("large.properties", "#".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> catalog.chosen(large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The profile " + large + " has more than 1048576 bytes");
  }

  @Test
  void problems_of_all_kinds_are_told_at_once() throws IOException {
    file("family.properties", "extends = generic\nsession.max = 4 [measured]\nsession.max = 5");
    String acme =
        file(
            "acme.properties",
            """
            extends = family.properties
            gcm.maxbytes = 7 [measured]
            gcm.multipart = perhaps [measured]
            session.skip = 65537 [measured]
            wrap.rfc3394 = 0x2109
            softwareToken =
            match.model = 9000 # theirs
            """);
    assertThatThrownBy(() -> catalog.chosen(acme))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Profile '" + acme + "': 8 problems")
        .hasMessageContaining("session.max: written more than once: keep one line")
        .hasMessageContaining("session.max = 5: must end with [measured], [documented]")
        .hasMessageContaining("gcm.maxbytes: unknown key, did you mean 'gcm.maxBytes'?")
        .hasMessageContaining("gcm.multipart = perhaps: must be yes or no")
        .hasMessageContaining("session.skip = 65537: must be a whole number from 0 to 65536")
        .hasMessageContaining("wrap.rfc3394 = 0x2109: must end with [measured]")
        .hasMessageContaining("softwareToken: has no value: give one or remove the line")
        .hasMessageContaining("match.model = 9000 # theirs: a comment needs a line of its own");
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
