package dev.kekkai.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileSettingTest {

  @Test
  void a_file_is_read_once_for_a_configuration(@TempDir Path folder) throws IOException {
    ConfigFixture fixture = new ConfigFixture(folder);
    Path acme = folder.resolve("acme.properties");
    Files.writeString(acme, "extends = nss\ngcm.maxBytes = 77 [measured]");
    KekkaiConfig config = fixture.parse("profile", "acme.properties");
    Files.writeString(acme, "extends = nss\ngcm.maxBytes = 78 [measured]");
    assertThat(config.token().profile().profile().orElseThrow().gcm().maxBytes()).isEqualTo(77);
    assertThat(config.token().profile().name()).isEqualTo(acme.toString());
    assertThat(config.token().profileIsAuto()).isFalse();
    assertThat(fixture.parse().token().profileIsAuto()).isTrue();
  }
}
