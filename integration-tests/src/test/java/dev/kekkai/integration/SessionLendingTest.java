package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.SessionExhaustedException;
import dev.kekkai.cryptoki.StaleHandleException;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.fault.FaultingCryptoki;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions, login and handles when the token answers with faults that can't be had otherwise. */
class SessionLendingTest {
  private final TestToken softHsm = Tokens.softHsm();
  private final FaultingCryptoki faults = new FaultingCryptoki();

  @TempDir private Path state;

  @Test
  void aFailedOpeningCostsNoPlaceInThePool() throws TokenException {
    try (Token token = connect("sessions.max", "2")) {
      faults.fail("C_OpenSession", 1, 3, Ckr.SESSION_COUNT);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> token.with(Session::state))
            .isInstanceOf(CryptokiException.class)
            .hasMessage("C_OpenSession answered CKR_SESSION_COUNT (0xB1)");
      }

      long state = token.with(Session::state);
      assertThat(state).isNotNegative();
    }
  }

  @Test
  void aSessionOnWhichACallFailedIsNotLentAgain() throws TokenException {
    try (Token token = connect()) {
      Session first = lent(token);
      assertThat(lent(token)).as("lent again").isSameAs(first);
      int closed = faults.calls("C_CloseSession");

      faults.fail("C_GenerateRandom", 1, 1, Ckr.DEVICE_ERROR);
      assertThatThrownBy(() -> random(token)).isInstanceOf(CryptokiException.class);

      assertThat(faults.calls("C_CloseSession")).isEqualTo(closed + 1);
      assertThat(lent(token)).isNotSameAs(first);
    }
  }

  @Test
  void anExhaustedPoolSaysWhoHoldsTheSessions() throws TokenException {
    try (Token token = connect("sessions.max", "2", "sessions.timeout", "50ms")) {
      token.with(
          held -> {
            assertThatThrownBy(() -> token.with(Session::state))
                .isInstanceOf(SessionExhaustedException.class)
                .hasMessageContaining("within 50 ms: 1 of 1 in use")
                .hasMessageContaining("thread '" + Thread.currentThread().getName() + "'")
                .hasMessageContaining("sessions.max");
            return Boolean.TRUE;
          });
    }
  }

  @Test
  void sessionsThatNobodyNeedsAreClosedByThemselves() throws Exception {
    try (Token token = connect("sessions.idle", "50ms")) {
      token.with(one -> token.with(two -> token.with(Session::state)));
      assertThat(open()).as("the owner's and three").isEqualTo(4);
      for (int i = 0; i < 1_000 && open() > 2; i++) {
        Thread.sleep(10);
      }
      assertThat(open()).as("the owner's and one").isEqualTo(2);
      assertThat(token.with(Session::state)).isNotNegative();
    }
    assertThat(open()).isZero();
  }

  private int open() {
    return faults.calls("C_OpenSession") - faults.calls("C_CloseSession");
  }

  @Test
  void aRefusedPinIsTriedOnceAndTheSessionIsClosed() {
    faults.fail("C_Login", 1, 1, Ckr.PIN_INCORRECT);

    assertThatThrownBy(this::connectInVain)
        .isInstanceOf(LoginException.class)
        .hasMessageContaining("CKR_PIN_INCORRECT")
        .hasMessageContaining("tried once");

    assertThat(faults.calls("C_Login")).isEqualTo(1);
    assertThat(faults.calls("C_CloseSession")).isEqualTo(faults.calls("C_OpenSession"));
    assertThat(faults.calls("C_Finalize")).isEqualTo(1);
  }

  @Test
  void aHandleOfAnEarlierIncarnationNeverReachesTheModule() throws TokenException {
    ObjectHandle old;
    try (Token token = connect()) {
      old =
          token.with(
              session ->
                  session.createObject(
                      SessionKeys.generic().with(Cka.VALUE, new byte[16]).build()));
    }
    try (Token token = connect()) {
      int destroyed = faults.calls("C_DestroyObject");

      assertThatThrownBy(
              () ->
                  token.with(
                      session -> {
                        session.destroyObject(old);
                        return Boolean.TRUE;
                      }))
          .isInstanceOf(StaleHandleException.class)
          .hasMessageContaining("look the key up again");

      assertThat(faults.calls("C_DestroyObject")).isEqualTo(destroyed);
    }
  }

  @Test
  void closingWaitsForAThreadThatIsInsideTheOwnersSession() throws Exception {
    Token token = connect();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Long> work =
          threads.submit(
              () ->
                  token.withOwner(
                      session -> {
                        inside.countDown();
                        awaitQuietly(go);
                        return session.state();
                      }));
      inside.await();
      Future<?> closing = threads.submit(token::close);
      assertThat(faults.calls("C_Finalize")).isZero();
      go.countDown();
      assertThat(work.get()).isNotNegative();
      closing.get();
      assertThat(faults.calls("C_Finalize")).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anObjectIsDestroyedEvenWhenNoSessionIsFree() throws TokenException {
    try (Token token = connect("sessions.max", "2", "sessions.timeout", "50ms")) {
      ObjectHandle object = token.withOwner(SessionLendingTest::secret);
      int destroyed = faults.calls("C_DestroyObject");
      token.with(
          held -> {
            token.discard(object);
            return Boolean.TRUE;
          });
      assertThat(faults.calls("C_DestroyObject")).isEqualTo(destroyed + 1);
    }
  }

  @Test
  void anObjectDiscardedWhileTheOwnersSessionIsBusyIsDestroyedRightAfter() throws Exception {
    try (Token token = connect()) {
      ObjectHandle object = token.withOwner(SessionLendingTest::secret);
      int destroyed = faults.calls("C_DestroyObject");
      token.withOwner(
          session -> {
            Thread other = new Thread(() -> token.discard(object));
            other.start();
            joinQuietly(other);
            assertThat(faults.calls("C_DestroyObject")).isEqualTo(destroyed);
            return Boolean.TRUE;
          });
      assertThat(faults.calls("C_DestroyObject")).isEqualTo(destroyed + 1);
    }
  }

  @Test
  void aTokenThatRefusesTheLoginForAnyReasonOfItsOwnIsNotAskedAgain() {
    faults.fail("C_Login", 1, 9, 0xA2); // CKR_PIN_LEN_RANGE

    assertThatThrownBy(this::connectInVain)
        .isInstanceOf(LoginException.class)
        .hasMessageContaining("CKR_PIN_LEN_RANGE")
        .hasMessageContaining("will not try this PIN again");
  }

  private static ObjectHandle secret(Session session) throws TokenException {
    return session.createObject(SessionKeys.generic().with(Cka.VALUE, new byte[16]).build());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Session lent(Token token) throws TokenException {
    return token.with(session -> session);
  }

  private static void random(Token token) throws TokenException {
    token.with(
        session -> {
          session.generateRandom(new byte[8]);
          return Boolean.TRUE;
        });
  }

  /** What is remembered of a refusal stays out of the way of the other tests. */
  private Token connectInVain() throws TokenException {
    return connect("state.dir", state.toString());
  }

  private Token connect(String... overrides) throws TokenException {
    return Token.connect(softHsm.config(overrides), faults.binding());
  }
}
