package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.integration.keyserver.Await;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.fault.Shim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose token goes away after the login: exit code 5, as if it had not been there. */
class TokenLostMidwayTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final int MANY = 1_000_000;

  @TempDir private Path folder;
  private Shim shim;
  private Shell shell;
  private String field;

  @BeforeEach
  void fill() {
    shim = Shim.over(SoftHsmTokens.create("midway-" + TOKENS.incrementAndGet()));
    Path config =
        shim.token()
            .propertiesFile(
                "midway.properties",
                "kek",
                "payments",
                "deadline",
                "1s",
                "store",
                "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0");
    shell = new Shell(folder).with("KEKKAI_CONFIG", config.toString());
    shell.ok("kek", "create", "payments");
    field = shell.okWithInput("s3cret", "encrypt", "-c", "users").strip();
  }

  @AfterEach
  void close() {
    shim.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {Ckr.DEVICE_REMOVED, Ckr.TOKEN_NOT_PRESENT, Ckr.SESSION_HANDLE_INVALID})
  void a_token_that_says_it_is_gone(long ckr) {
    shim.fail("C_UnwrapKey", 1, MANY, ckr);
    assertThat(shell.run("decrypt", "-c", "users", field))
        .as(shell.err())
        .isEqualTo(ExitCode.TOKEN);
    shim.clear();
    assertThat(shell.ok("decrypt", "-c", "users", field)).isEqualTo("s3cret");
  }

  @Test
  void a_token_that_restarts_and_does_not_come_back_in_time() throws Exception {
    shim.hang("C_UnwrapKey");
    CompletableFuture<Integer> exitCode =
        CompletableFuture.supplyAsync(() -> shell.run("decrypt", "-c", "users", field));
    Await.until("the command is in the module", () -> shim.hanging("C_UnwrapKey") > 0);
    shim.reboot(Duration.ofHours(1), Ckr.DEVICE_REMOVED);
    shim.release("C_UnwrapKey");
    assertThat(exitCode.get(1, TimeUnit.MINUTES)).as(shell.err()).isEqualTo(ExitCode.TOKEN);
    assertThat(shell.err()).startsWith("kekkai: ").hasLineCount(1);
  }

  @Test
  void an_answer_that_is_not_about_the_token_is_a_failure_of_the_operation() {
    shim.fail("C_UnwrapKey", 1, MANY, Ckr.FUNCTION_NOT_SUPPORTED);
    assertThat(shell.run("decrypt", "-c", "users", field)).isEqualTo(ExitCode.FAILED);
  }
}
