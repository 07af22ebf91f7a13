package dev.kekkai.integration.survive;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.testkit.fault.Shim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Faults of all kinds, one after the other, as chance has it. */
final class Faults extends Background {
  private static final long[] ANSWERS = {
    Ckr.GENERAL_ERROR,
    Ckr.FUNCTION_FAILED,
    Ckr.HOST_MEMORY,
    Ckr.DEVICE_MEMORY,
    Ckr.DEVICE_ERROR,
    Ckr.DEVICE_REMOVED,
    Ckr.TOKEN_NOT_PRESENT,
    Ckr.SESSION_HANDLE_INVALID,
    Ckr.SESSION_CLOSED,
    Ckr.USER_NOT_LOGGED_IN,
    Ckr.OPERATION_ACTIVE,
    Ckr.OPERATION_NOT_INITIALIZED,
    Ckr.CRYPTOKI_NOT_INITIALIZED
  };

  private static final long[] NO_SESSION = {
    Ckr.SESSION_COUNT, Ckr.HOST_MEMORY, Ckr.DEVICE_ERROR, Ckr.CRYPTOKI_NOT_INITIALIZED
  };

  /** What an HSM that is away may answer to everything. */
  private static final long[] AWAY = {
    Ckr.GENERAL_ERROR,
    Ckr.FUNCTION_FAILED,
    Ckr.HOST_MEMORY,
    Ckr.DEVICE_ERROR,
    Ckr.DEVICE_REMOVED,
    Ckr.TOKEN_NOT_PRESENT
  };

  /** A session that the module does not close stays open, whoever asks for what. */
  private static final Set<String> SPARED = Set.of("C_CloseSession", "C_GetFunctionList");

  /** Those that make no session or object, which would be nobody's when the answer is lost. */
  private static final List<String> LOSABLE =
      List.of(
          "C_Login",
          "C_GetTokenInfo",
          "C_GetSessionInfo",
          "C_GetAttributeValue",
          "C_FindObjectsInit",
          "C_FindObjects",
          "C_FindObjectsFinal",
          "C_EncryptInit",
          "C_Encrypt",
          "C_DecryptInit",
          "C_Decrypt",
          "C_SignInit",
          "C_Sign",
          "C_WrapKey",
          "C_DestroyObject");

  private final Shim shim;
  private final Random random;
  private final Map<String, Integer> counts = new TreeMap<>();

  Faults(Shim shim, long seed) {
    super("faults");
    this.shim = shim;
    this.random = new Random(seed);
  }

  @Override
  void turn() throws InterruptedException {
    Thread.sleep(20 + random.nextInt(130));
    next(random.nextInt(100));
  }

  private void next(int chance) throws InterruptedException {
    if (chance < 60) {
      List<String> called = new ArrayList<>(shim.calls().keySet());
      called.removeAll(SPARED);
      String function = any(called);
      shim.failNext(function, answer(function));
      count("a call failed");
    } else if (chance < 75) {
      String function = any(LOSABLE);
      shim.failAfter(function, 1, 1, answer(function));
      count("an answer lost");
    } else if (chance < 85) {
      delay();
    } else {
      outage(chance);
    }
  }

  private void delay() throws InterruptedException {
    String function = any(List.copyOf(shim.calls().keySet()));
    shim.delay(function, 1 + random.nextInt(100));
    Thread.sleep(200);
    shim.delay(function, 0);
    count("calls delayed");
  }

  private void outage(int chance) {
    shim.awaitBack();
    try {
      switch (chance % 5) {
        case 0 -> shim.reboot(down(), any(AWAY));
        case 1 -> shim.finalizeBehindOurBack(down(), any(AWAY));
        case 2 -> shim.logout();
        case 3 -> shim.closeAllSessions();
        default -> shim.reinitialize();
      }
      count(List.of("reboot", "finalised", "logout", "sessions closed", "reinit").get(chance % 5));
    } catch (IllegalStateException e) {
      if (!String.valueOf(e.getMessage()).startsWith("The real module answered")) {
        throw e;
      }
      count("outage while nobody had initialised the module"); // nothing there to log out of
    }
  }

  private Duration down() {
    return Duration.ofMillis(random.nextInt(500));
  }

  /** A login that fails for no reason given counts as a refused PIN, for good. */
  private long answer(String function) {
    long answer = function.equals("C_OpenSession") ? any(NO_SESSION) : any(ANSWERS);
    return function.equals("C_Login") && answer == Ckr.GENERAL_ERROR ? Ckr.DEVICE_ERROR : answer;
  }

  private long any(long[] answers) {
    return answers[random.nextInt(answers.length)];
  }

  private String any(List<String> functions) {
    return functions.get(random.nextInt(functions.size()));
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** Returns when nothing is wrong any more. */
  @Override
  void stop() throws Exception {
    super.stop();
    shim.clear();
    shim.awaitBack();
  }

  String describe() {
    return counts.toString();
  }
}
