package dev.kekkai.integration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.doctor.ModuleTrial;
import dev.kekkai.cli.doctor.TrialResult;
import dev.kekkai.config.ModuleSettings;
import dev.kekkai.config.Sharing;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A module that crashes or hangs does so in another process, and doctor says where. */
@Tag("slow")
class ModuleTrialTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Long enough for Java to get as far as C_Initialize on a machine that has much to do. */
  private static final Duration SHORT = Duration.ofSeconds(6);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crash-on-load | the module crashes the process that uses it (SIGSEGV), in loading",
        "crash-in-initialize | the module crashes the process that uses it (SIGSEGV), in C_Initialize",
        "fail-in-initialize | C_Initialize answered CKR_DEVICE_ERROR (0x30)",
        "exit-in-initialize | the module ends the process that uses it (exit status 3), in C_Initialize",
      })
  void this_process_stays_alive(String how, String problem) throws Exception {
    TrialResult result = ModuleTrial.run(unfit(how), true, LONG);
    assertThat(result.problem()).isEqualTo(problem);
    assertThat(result.usable()).isFalse();
  }

  @Test
  void one_that_hangs_is_waited_for_no_longer_than_it_may_take() throws Exception {
    TrialResult result = ModuleTrial.run(unfit("hang-in-initialize"), true, SHORT);
    assertThat(result.problem())
        .isEqualTo("the module does not come back from C_Initialize within 6 s");
    assertThat(result.usable()).isFalse();
  }

  private static ModuleSettings unfit(String how) {
    Path shim = Path.of(System.getProperty("kekkai.test.shim"));
    Path module = shim.resolveSibling("unfit-" + how + ".so");
    assertThat(module).isRegularFile();
    return new ModuleSettings(module, null, Sharing.EXCLUSIVE, null);
  }
}
