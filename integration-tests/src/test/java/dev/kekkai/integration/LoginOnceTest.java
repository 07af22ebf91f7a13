package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.testkit.NssTokens;
import dev.kekkai.testkit.PinFile;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.FaultingCryptoki;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However many ask, and however often they start again, a wrong PIN costs one try. */
class LoginOnceTest {
  private static final int THREADS = 32;
  private static final int PROCESSES = 10;

  /** A process takes a third of a second of processor time to start. */
  private static final int STARTS = Boolean.getBoolean("kekkai.long") ? 5 : 2;

  private static final AtomicInteger TOKENS = new AtomicInteger();

  static Stream<TestToken> tokens() {
    String name = "login-once-" + TOKENS.incrementAndGet();
    return Stream.of(SoftHsmTokens.create(name), NssTokens.create(name));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void threads_of_one_provider_share_one_try(TestToken token) throws Exception {
    FaultingCryptoki counted = new FaultingCryptoki();
    try (TokenSource shared = new TokenSource(wrong(token, "shared"), counted.binding())) {
      List<TokenException> thrown = together(() -> caught(shared));
      assertThat(thrown).allSatisfy(e -> assertThat(e).isSameAs(thrown.get(0)));
      assertThat(thrown.get(0)).isInstanceOf(LoginException.class);
    }
    assertThat(counted.calls("C_Login")).isOne();
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void providers_of_one_process_share_one_try(TestToken token) throws Exception {
    FaultingCryptoki counted = new FaultingCryptoki();
    KekkaiConfig config = wrong(token, "each");
    List<TokenException> thrown =
        together(
            () -> {
              try (TokenSource own = new TokenSource(config, counted.binding())) {
                return caught(own);
              }
            });
    assertThat(thrown).hasOnlyElementsOfType(LoginException.class);
    assertThat(counted.calls("C_Login")).isOne();
  }

  /** NSS warns of nothing, so only what Kekkai itself remembers holds the processes back. */
  @Test
  @Tag("slow")
  void ten_processes_started_again_and_again_share_one_try() throws Exception {
    TestToken token = NssTokens.create("login-many");
    Path wrong = wrongFile(token, "many");
    List<LoginProcess.Outcome> all = new ArrayList<>();
    for (int start = 0; start < STARTS; start++) {
      all.addAll(processes(wrong));
    }
    assertThat(all).hasSize(STARTS * PROCESSES);
    assertThat(all).allSatisfy(o -> assertThat(o.lines().get(0)).startsWith("refused: The token "));
    assertThat(all.stream().mapToInt(LoginProcess.Outcome::logins).sum()).isOne();
  }

  @Test
  @Tag("slow")
  void ten_processes_with_the_right_pin_all_get_in() throws Exception {
    TestToken token = SoftHsmTokens.create("login-right");
    List<LoginProcess.Outcome> all = processes(token.propertiesFile("right.properties"));
    assertThat(all).allSatisfy(o -> assertThat(o.lines().get(0)).isEqualTo("in"));
  }

  private static List<LoginProcess.Outcome> processes(Path configuration) throws Exception {
    List<LoginProcess> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(new LoginProcess(configuration));
      }
      for (LoginProcess process : processes) {
        process.awaitReady();
      }
      for (LoginProcess process : processes) {
        process.go();
      }
      List<LoginProcess.Outcome> outcomes = new ArrayList<>();
      for (LoginProcess process : processes) {
        outcomes.add(process.outcome());
      }
      return outcomes;
    } finally {
      processes.forEach(LoginProcess::close);
    }
  }

  private static List<TokenException> together(Callable<TokenException> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch all = new CountDownLatch(THREADS);
      List<Future<TokenException>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(
            threads.submit(
                () -> {
                  all.countDown();
                  all.await();
                  return work.call();
                }));
      }
      List<TokenException> results = new ArrayList<>();
      for (Future<TokenException> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static TokenException caught(TokenSource source) {
    try {
      source.get();
    } catch (TokenException e) {
      return e;
    }
    throw new AssertionError("logged in with a wrong PIN");
  }

  private static KekkaiConfig wrong(TestToken token, String name) {
    return KekkaiConfig.load(wrongFile(token, name));
  }

  private static Path wrongFile(TestToken token, String name) {
    String pin = PinFile.write(token.folder().resolve(name + ".wrong"), "wrong-pin-0000");
    return token.propertiesFile(name + ".properties", "pin", pin);
  }
}
