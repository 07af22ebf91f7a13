package dev.kekkai.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.testkit.TokenContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One program with nothing but JCA and a properties file, run every way it can be. */
class PlainJcaTest extends TokenContract {
  private String kek;

  @Override
  protected void prepare() throws Exception {
    kek = make(usualKek(freshName())).ref().name();
  }

  @ParameterizedTest
  @CsvSource({
    "hsm, true, hsm, true",
    "hsm, true, software, true",
    "software, true, hsm, true",
    "software, true, software, true",
    "hsm, false, software, false",
    "software, false, hsm, false",
    "hsm, false, hsm, false",
    "software, false, software, false",
    "hsm, true, software, false"
  })
  void what_one_run_seals_another_opens(
      String sealMode, boolean sealNamed, String openMode, boolean openNamed) throws Exception {
    Path file = token().propertiesFile("plain.properties", "kek", kek, "bulk", sealMode);
    String message = with(file, name -> new PlainJca(name, sealNamed).seal(kek, "hello"));
    Path other = token().propertiesFile("plain.properties", "kek", kek, "bulk", openMode);
    assertThat(with(other, name -> new PlainJca(name, openNamed).open(kek, message)))
        .isEqualTo("hello");
  }

  @Test
  void with_kekkai_last_other_keys_stay_with_other_providers() throws Exception {
    Path file = token().propertiesFile("plain.properties", "kek", kek, "bulk", "hsm");
    String chosen =
        with(
            file,
            name -> {
              Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
              cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[32], "AES"));
              return cipher.getProvider().getName();
            });
    assertThat(chosen).isEqualTo("SunJCE");
  }

  @Test
  void a_line_in_java_security_is_enough() throws Exception {
    Path file = token().propertiesFile("line.properties", "kek", kek, "bulk", "software");
    String message = with(file, name -> new PlainJca(name, true).seal(kek, "hello"));
    provider().close();
    Path security = token().folder().resolve("java.security.extra");
    int number = Security.getProviders().length + 1;
    Files.writeString(security, "security.provider." + number + "=Kekkai " + file + "\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.security.properties=" + security,
                "-cp",
                System.getProperty("java.class.path"),
                PlainJca.class.getName(),
                "Kekkai",
                kek,
                message)
            .redirectError(token().folder().resolve("plain-jca.err").toFile())
            .start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(lines).hasSize(2).first().isEqualTo("hello");
    assertThat(with(file, name -> new PlainJca(name, true).open(kek, lines.get(1))))
        .isEqualTo("hello from another process");
  }

  /** Registers the provider last, as found by its name among those there are. */
  private static String with(Path file, Work work) throws Exception {
    Provider found =
        ServiceLoader.load(Provider.class).stream()
            .filter(p -> p.type().getSimpleName().startsWith("Kekkai"))
            .findFirst()
            .orElseThrow()
            .get();
    assertThat(found.getName()).isEqualTo("Kekkai");
    Provider configured = found.configure(file.toString());
    Security.addProvider(configured);
    try {
      return work.run(configured.getName());
    } finally {
      Security.removeProvider(configured.getName());
      ((AutoCloseable) configured).close();
    }
  }

  private interface Work {
    String run(String provider) throws Exception;
  }
}
