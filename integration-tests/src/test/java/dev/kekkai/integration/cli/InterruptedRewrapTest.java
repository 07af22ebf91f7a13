package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.fault.Shim;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that rewrap, on a token that has a fault in the middle. */
class InterruptedRewrapTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final String GOES_ON =
      "kekkai: interrupted after 0 DEKs; nothing is lost, and the same command goes on";
  private static final int MANY = 1_000_000;

  @TempDir private Path folder;
  private Shim shim;
  private Shell shell;
  private String field;
  private long canary;

  @BeforeEach
  void fill() {
    shim = Shim.over(SoftHsmTokens.create("interrupted-" + TOKENS.incrementAndGet()));
    Path config =
        shim.token()
            .propertiesFile(
                "interrupted.properties",
                "kek",
                "payments",
                "deadline",
                "500ms",
                "store",
                "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0");
    shell = new Shell(folder).with("KEKKAI_CONFIG", config.toString());
    shell.ok("kek", "create", "payments");
    shell.ok("kek", "create", "orders");
    shell.ok("kek", "create", "empty");
    long before = shim.calls("C_WrapKey");
    shell.ok("kek", "rotate", "empty");
    canary = shim.calls("C_WrapKey") - before; // a binding may ask for the length first
    field = shell.okWithInput("s3cret", "encrypt", "-c", "users").strip();
  }

  @AfterEach
  void close() {
    shim.close();
  }

  private void interrupted(long wraps, String... command) {
    shim.fail("C_WrapKey", wraps, MANY, Ckr.DEVICE_ERROR);
    assertThat(shell.run(command)).as(shell.out()).isNotEqualTo(ExitCode.OK);
    assertThat(shell.err().lines()).as(shell.err()).startsWith(GOES_ON).hasSize(2);
    shim.clear();
  }

  @Test
  void a_rotation_says_that_the_same_command_goes_on_and_it_does() {
    interrupted(canary + 1, "kek", "rotate", "payments");
    assertThat(shell.ok("kek", "rotate", "payments"))
        .contains("Finished the interrupted rotation to payments.v2", "DEKs rewrapped: 1");
    assertThat(shell.ok("decrypt", "-c", "users", field)).isEqualTo("s3cret");
  }

  @Test
  void a_rewrap_says_that_the_same_command_goes_on_and_it_does() {
    String[] rewrap = {"rewrap", "--from", "payments.v1", "--to", "orders.v1"};
    interrupted(1, rewrap);
    assertThat(shell.ok(rewrap)).startsWith("Rewrapped 1 DEKs from payments.v1 to orders.v1");
    assertThat(shell.ok("decrypt", "-c", "users", field)).isEqualTo("s3cret");
  }
}
