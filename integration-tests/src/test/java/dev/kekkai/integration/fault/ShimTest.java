package dev.kekkai.integration.fault;

import static dev.kekkai.integration.fault.RawModule.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckf;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenInfo;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.fault.Shim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The fault-injecting module does what it is told, on real modules. */
@ParameterizedClass(name = "{0}")
@MethodSource("modules")
class ShimTest {
  private static final long CKS_RW_PUBLIC_SESSION = 2;
  private static final long CKS_RW_USER_FUNCTIONS = 3;

  @Parameter private TestToken token;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Shim shim;
  private RawModule module;
  private Cryptoki cryptoki;

  static Stream<TestToken> modules() {
    return Stream.of(Tokens.softHsm(), Tokens.nss());
  }

  @BeforeEach
  void start() throws Exception {
    shim = Shim.over(token);
    module = new RawModule(shim.token());
    cryptoki = module.cryptoki();
    module.initialize();
  }

  @AfterEach
  void end() {
    shim.close();
    threads.shutdown();
  }

  @Test
  void a_provider_works_through_it_and_its_calls_are_counted() throws Exception {
    cryptoki.C_Finalize();
    try (KekkaiProvider provider = shim.token().provider()) {
      long before = shim.calls("C_GenerateKey");
      provider.maker().create(KekSpec.aes("shim-" + System.nanoTime()));
      assertThat(shim.calls("C_GenerateKey") - before).isOne();
      assertThat(shim.calls()).containsKeys("C_Initialize", "C_Login", "C_OpenSession");
      assertThat(shim.openSessions()).isPositive();
    }
    assertThat(shim.openSessions()).isZero();
  }

  @Test
  void calls_are_counted() throws Exception {
    long session = module.session();
    for (int i = 0; i < 5; i++) {
      cryptoki.C_GenerateRandom(session, new byte[1]);
    }
    assertThat(shim.calls("C_GenerateRandom")).isEqualTo(5);
    assertThat(shim.calls("C_Encrypt")).isZero();
    assertThat(shim.calls()).containsEntry("C_GenerateRandom", 5L).doesNotContainKey("C_Encrypt");
  }

  @Test
  void the_calls_asked_for_fail_and_no_others() throws Exception {
    long session = module.session();
    cryptoki.C_GenerateRandom(session, new byte[1]);
    shim.fail("C_GenerateRandom", 2, 2, Ckr.DEVICE_ERROR);
    List<Long> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      answers.add(answer(() -> cryptoki.C_GenerateRandom(session, new byte[1])));
    }
    assertThat(answers).containsExactly(0L, Ckr.DEVICE_ERROR, Ckr.DEVICE_ERROR, 0L, 0L);
  }

  @Test
  void a_call_that_fails_does_not_reach_the_module() throws Exception {
    long slot = module.slot();
    shim.failNext("C_OpenSession", Ckr.SESSION_COUNT);
    assertThat(answer(() -> cryptoki.C_OpenSession(slot, Ckf.SERIAL_SESSION)))
        .isEqualTo(Ckr.SESSION_COUNT);
    assertThat(shim.openSessions()).isZero();
  }

  @Test
  void a_lost_answer_is_that_of_a_call_that_was_made() throws Exception {
    long slot = module.slot();
    shim.failAfter("C_OpenSession", 1, 1, Ckr.DEVICE_REMOVED);
    assertThat(answer(() -> cryptoki.C_OpenSession(slot, Ckf.SERIAL_SESSION)))
        .isEqualTo(Ckr.DEVICE_REMOVED);
    assertThat(shim.openSessions()).isOne();
    assertThat(answer(() -> cryptoki.C_OpenSession(slot, Ckf.SERIAL_SESSION))).isZero();
  }

  @Test
  void a_delayed_call_takes_at_least_that_long() throws Exception {
    long session = module.session();
    shim.delay("C_GenerateRandom", 50);
    long start = System.nanoTime();
    cryptoki.C_GenerateRandom(session, new byte[1]);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(ms(50));
  }

  @Test
  void a_call_hangs_until_it_is_released_and_the_hsm_may_reboot_meanwhile() throws Exception {
    long session = module.session();
    shim.hang("C_GetSessionInfo");
    Cryptoki other = cryptoki.forSession();
    Future<Long> call = threads.submit(() -> answer(() -> other.C_GetSessionInfo(session)));
    await(() -> shim.hanging("C_GetSessionInfo") == 1);
    shim.reboot(Duration.ZERO, Ckr.DEVICE_REMOVED);
    shim.awaitBack();
    assertThat(call).isNotDone();
    shim.release("C_GetSessionInfo");
    assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(Ckr.SESSION_HANDLE_INVALID);
    other.release();
  }

  @Test
  void while_the_hsm_reboots_everything_answers_the_same_and_afterwards_all_is_forgotten()
      throws Exception {
    long session = module.session();
    module.login(session);
    long start = System.nanoTime();
    shim.reboot(ms(200), Ckr.TOKEN_NOT_PRESENT);

    assertThat(shim.isDown()).isTrue();
    assertThat(answer(() -> cryptoki.C_GetSlotList(true))).isEqualTo(Ckr.TOKEN_NOT_PRESENT);
    assertThat(answer(module::initialize)).isEqualTo(Ckr.TOKEN_NOT_PRESENT);
    assertThat(answer(cryptoki::C_Finalize)).isEqualTo(Ckr.TOKEN_NOT_PRESENT);
    assertThat(answer(() -> cryptoki.C_GetSessionInfo(session))).isEqualTo(Ckr.TOKEN_NOT_PRESENT);
    shim.awaitBack();

    assertThat(shim.lastBackNanos() - start).isBetween(ms(200).toNanos(), ms(5000).toNanos());
    assertThat(answer(() -> cryptoki.C_GetSessionInfo(session)))
        .isEqualTo(Ckr.SESSION_HANDLE_INVALID);
    assertThat(answer(module::initialize)).isEqualTo(Ckr.CRYPTOKI_ALREADY_INITIALIZED);
    long again = module.session();
    assertThat(again).as("numbers are used again").isEqualTo(session);
    assertThat(cryptoki.C_GetSessionInfo(again)).isEqualTo(CKS_RW_PUBLIC_SESSION);
  }

  @Test
  void a_module_finalised_behind_our_back_has_to_be_initialised() throws Exception {
    long session = module.session();
    shim.finalizeBehindOurBack(ms(100), Ckr.DEVICE_ERROR);
    assertThat(answer(module::initialize)).isEqualTo(Ckr.DEVICE_ERROR);
    shim.awaitBack();
    assertThat(answer(() -> cryptoki.C_GetSessionInfo(session)))
        .isEqualTo(Ckr.CRYPTOKI_NOT_INITIALIZED);
    assertThat(answer(cryptoki::C_Finalize)).isEqualTo(Ckr.CRYPTOKI_NOT_INITIALIZED);
    module.initialize();
    assertThat(answer(() -> cryptoki.C_GetSessionInfo(session)))
        .isEqualTo(Ckr.SESSION_HANDLE_INVALID);
    module.login(module.session());
  }

  @Test
  void a_module_finalised_for_no_time_is_not_down() throws Exception {
    shim.finalizeBehindOurBack(Duration.ZERO);
    assertThat(shim.isDown()).isFalse();
    assertThat(answer(() -> cryptoki.C_GetSlotList(true))).isEqualTo(Ckr.CRYPTOKI_NOT_INITIALIZED);
  }

  @Test
  void a_module_initialised_again_behind_our_back_knows_no_session() throws Exception {
    long session = module.session();
    module.login(session);
    shim.reinitialize();
    assertThat(shim.openSessions()).isZero();
    assertThat(answer(() -> cryptoki.C_GetSessionInfo(session)))
        .isEqualTo(Ckr.SESSION_HANDLE_INVALID);
    module.login(module.session());
  }

  @Test
  void what_the_module_does_not_know_is_counted() throws Exception {
    long session = module.session();
    cryptoki.C_GetSessionInfo(session);
    assertThat(shim.deadHandles()).isZero();
    assertThat(answer(() -> cryptoki.C_GetSessionInfo(session + 1000)))
        .isEqualTo(Ckr.SESSION_HANDLE_INVALID);
    assertThat(shim.deadHandles()).isOne();
  }

  @Test
  void tagged_handles_work_in_one_life_of_the_module_only() throws Exception {
    shim.tagHandles();
    cryptoki.C_Finalize();
    module.initialize();
    long session = module.session();
    module.login(session);
    Template secret =
        Template.builder()
            .with(Cka.CLASS, Cko.SECRET_KEY)
            .with(Cka.KEY_TYPE, Ckk.AES)
            .with(Cka.TOKEN, false)
            .with(Cka.VALUE_LEN, 32L)
            .build();
    long key = cryptoki.C_GenerateKey(session, new Mechanism.Plain(Ckm.AES_KEY_GEN), secret);
    cryptoki.C_FindObjectsInit(session, Template.builder().with(Cka.TOKEN, false).build());
    assertThat(cryptoki.C_FindObjects(session, 10)).contains(key);
    cryptoki.C_FindObjectsFinal(session);
    assertThat(cryptoki.C_GetAttributeValue(session, key, Cka.VALUE_LEN).ulong(Cka.VALUE_LEN))
        .isEqualTo(32);
    assertThat(shim.deadHandles()).isZero();

    shim.reinitialize();
    long again = module.session();
    assertThat(again).isNotEqualTo(session);
    assertThat(answer(() -> cryptoki.C_GetSessionInfo(session)))
        .isEqualTo(Ckr.SESSION_HANDLE_INVALID);
    assertThat(answer(() -> cryptoki.C_DestroyObject(again, key)))
        .isEqualTo(Ckr.OBJECT_HANDLE_INVALID);
    assertThat(shim.deadHandles()).isEqualTo(2);
  }

  @Test
  void somebody_else_logs_out() throws Exception {
    long session = module.session();
    module.login(session);
    assertThat(cryptoki.C_GetSessionInfo(session)).isEqualTo(CKS_RW_USER_FUNCTIONS);
    shim.logout();
    assertThat(cryptoki.C_GetSessionInfo(session)).isEqualTo(CKS_RW_PUBLIC_SESSION);
  }

  @Test
  void all_sessions_are_closed() throws Exception {
    long first = module.session();
    long second = module.session();
    assertThat(shim.openSessions()).isEqualTo(2);
    shim.closeAllSessions();
    assertThat(shim.openSessions()).isZero();
    for (long session : new long[] {first, second}) {
      assertThat(answer(() -> cryptoki.C_GetSessionInfo(session)))
          .isEqualTo(Ckr.SESSION_HANDLE_INVALID);
    }
  }

  @Test
  void the_token_says_other_flags_and_another_limit_of_sessions() throws Exception {
    long slot = module.slot();
    TokenInfo real = cryptoki.C_GetTokenInfo(slot);
    shim.tokenFlags(Ckf.USER_PIN_LOCKED, Ckf.LOGIN_REQUIRED);
    shim.maxSessions(7);
    TokenInfo changed = cryptoki.C_GetTokenInfo(slot);
    assertThat(changed.flags())
        .isEqualTo((real.flags() | Ckf.USER_PIN_LOCKED) & ~Ckf.LOGIN_REQUIRED)
        .isNotEqualTo(real.flags());
    assertThat(changed.maxSessions()).isEqualTo(7).isNotEqualTo(real.maxSessions());
    shim.clear();
    assertThat(cryptoki.C_GetTokenInfo(slot)).isEqualTo(real);
  }

  @Test
  void a_reboot_gets_in_between_threads_that_never_pause() throws Exception {
    long[] sessions = {module.session(), module.session(), module.session(), module.session()};
    List<Future<Long>> busy = new ArrayList<>();
    for (long session : sessions) {
      busy.add(threads.submit(() -> firstFailure(session)));
    }
    await(() -> shim.calls("C_GetSessionInfo") > 1000);
    // Longer than a busy machine keeps one of the threads from running: it would miss the outage.
    shim.reboot(ms(400), Ckr.DEVICE_REMOVED);
    for (Future<Long> thread : busy) {
      assertThat(thread.get(10, TimeUnit.SECONDS)).isEqualTo(Ckr.DEVICE_REMOVED);
    }
    shim.awaitBack();
    module.login(module.session());
  }

  private long firstFailure(long session) {
    Cryptoki own = cryptoki.forSession();
    try {
      long answer = 0;
      while (answer == 0) {
        answer = answer(() -> own.C_GetSessionInfo(session));
      }
      return answer;
    } finally {
      own.release();
    }
  }

  @Test
  void closing_it_gives_the_module_back() throws Exception {
    module.session();
    shim.close();
    try (KekkaiProvider direct = token.provider()) {
      assertThat(direct.source().get().info()).isNotNull();
    }
    assertThat(answer(() -> cryptoki.C_GetSlotList(true))).isEqualTo(Ckr.CRYPTOKI_NOT_INITIALIZED);
    assertThat(answer(module::initialize)).as("nobody takes it again").isEqualTo(0x5);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      Thread.sleep(1);
    }
  }
}
