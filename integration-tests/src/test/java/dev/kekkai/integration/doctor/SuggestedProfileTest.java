package dev.kekkai.integration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.Mark;
import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.integration.cli.Shell;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The profile that doctor writes: measured on one token, good for that one alone. */
@Tag("slow")
class SuggestedProfileTest {
  @TempDir private Path folder;

  @Test
  void is_written_from_the_generic_one_and_refused_on_another_token() throws Exception {
    TestToken token = generic(SoftHsmTokens.create("doctor-suggests"));
    Path file = folder.resolve("measured.properties");
    DoctorRun doctor = DoctorRun.on(token, "--suggest-profile", file.toString());
    assertThat(doctor.profile()).isEqualTo("generic");
    assertThat(doctor.differences())
        .containsEntry("wrap.rfc5649", "0x210A")
        .containsEntry("softwareDek.path", "readValue")
        .containsEntry("rsaKek.usage", "unwrap")
        .containsEntry("oaep.hashes", "SHA-1");
    assertThat(doctor.steps())
        .containsEntry("load", "ok")
        .containsEntry("probes", "ok")
        .containsEntry("suggestion", "ok")
        .containsEntry("kek", "fail"); // none is configured
    assertThat(doctor.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(doctor.capabilities())
        .containsEntry("kek.aes", true)
        .containsEntry("bulk.hsm", true);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");

    HsmProfile profile = ProfileCatalog.builtIn().chosen(file.toString());
    assertThat(profile.knobs().get("wrap.rfc5649").mark()).isEqualTo(Mark.MEASURED);
    SortedSet<String> unmeasured = profile.unmeasured();
    assertThat(unmeasured)
        .contains("errors.lost")
        .noneMatch(k -> k.startsWith("gcm.") || k.startsWith("wrap."))
        .noneMatch(k -> k.startsWith("template.dek."));

    Shell same = shell(token, file);
    same.ok("kek", "create", "payments");
    assertThat(same.run("doctor", "--quick")).as(same.out()).isZero();

    Shell other = shell(SoftHsmTokens.create("doctor-suggests-not"), file);
    assertThat(other.run("doctor", "--quick")).isEqualTo(ExitCode.USAGE);
    assertThat(other.out()).contains("was measured on another token", "--suggest-profile FILE");
  }

  @Test
  void overwrites_nothing_and_measures_nothing_for_nothing() throws Exception {
    TestToken token = SoftHsmTokens.create("doctor-overwrites");
    Path taken = Files.writeString(folder.resolve("taken.properties"), "mine");
    Shell shell = new Shell(token.folder());
    String config = token.propertiesFile("doctor-overwrites.properties").toString();
    String[] command = {"--config", config, "doctor", "--suggest-profile", taken.toString()};
    assertThat(shell.run(command)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("There is " + taken + " already, and nothing is overwritten");
    assertThat(shell.out()).isEmpty();
    assertThat(taken).hasContent("mine");
  }

  private static TestToken generic(TestToken token) {
    return new TestToken(token.name(), token.folder(), token.settings("profile", "generic"));
  }

  private static Shell shell(TestToken token, Path profile) {
    Path config =
        token.propertiesFile(
            "suggested.properties", "profile", profile.toString(), "kek", "payments");
    return new Shell(token.folder()).with("KEKKAI_CONFIG", config.toString());
  }
}
