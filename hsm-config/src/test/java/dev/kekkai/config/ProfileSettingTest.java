package dev.kekkai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.problem.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileSettingTest {

  @TempDir private Path folder;
  private ConfigFixture fixture;

  @BeforeEach
  void makeLibrary() throws IOException {
    fixture = new ConfigFixture(folder);
  }

  private Path file(String name, String text, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  @Test
  void a_file_is_read_once_for_a_configuration() throws IOException {
    Path acme = file("acme.properties", "extends = nss\ngcm.maxBytes = 77 [measured]", "rw-r--r--");
    KekkaiConfig config = fixture.parse("profile", "acme.properties");
    Files.writeString(acme, "extends = nss\ngcm.maxBytes = 78 [measured]");
    assertThat(config.token().profile().profile().orElseThrow().gcm().maxBytes()).isEqualTo(77);
    assertThat(config.token().profile().name()).isEqualTo(acme.toString());
    assertThat(config.token().profileIsAuto()).isFalse();
    assertThat(fixture.parse().token().profileIsAuto()).isTrue();
  }

  @Test
  void what_is_wrong_in_a_profile_is_told_with_what_else_is_wrong() throws IOException {
    file(
        "acme.properties",
        "extends = generic\nwrap.rfc3395 = 0x2109 [measured]\ngcm.ivBytes = 17 [measured]",
        "rw-r--r--");
    assertThatThrownBy(() -> fixture.parse("profile", "acme.properties", "sharing", "often"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("2 problems")
        .hasMessageContaining("sharing = often: must be exclusive or shared")
        .hasMessageContaining("wrap.rfc3395: unknown key, did you mean 'wrap.rfc3394'?")
        .hasMessageContaining("gcm.ivBytes = 17: must be a whole number from 12 to 16");
  }

  @Test
  void profiles_that_extend_each_other_are_a_problem_of_the_configuration() throws IOException {
    file("one.properties", "extends = two.properties", "rw-r--r--");
    file("two.properties", "extends = one.properties", "rw-r--r--");
    assertThatThrownBy(() -> fixture.parse("profile", "one.properties", "bulk", "both"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("2 problems")
        .hasMessageContaining("profile = one.properties: Profile ")
        .hasMessageContaining("extends itself, by way of");
  }

  @Test
  void a_profile_that_others_can_change_is_a_problem_of_the_configuration() throws IOException {
    Path acme = file("acme.properties", "extends = nss", "rw-rw-r--");
    assertThatThrownBy(() -> fixture.parse("profile", "acme.properties"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has mode 0664, so that others can change it")
        .hasMessageContaining("run  chmod 0644 " + acme);
  }
}
