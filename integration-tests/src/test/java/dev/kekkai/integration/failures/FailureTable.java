package dev.kekkai.integration.failures;

import dev.kekkai.cryptoki.BackOff;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.fault.Shim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Puts faults in places, one at a time, and writes down what the caller got. What must not happen
 * whatever the fault is collected beside it: a wrong result, no answer in time, a session or an
 * object left behind, a dead handle used, a second login with a refused PIN, an application that
 * does not work any more.
 */
final class FailureTable implements AutoCloseable {
  private static final long ANSWER_MILLIS = Bench.DEADLINE.toMillis() + 1000;

  private final Shim shim = Shim.over(SoftHsmTokens.create("kekkai-failures"));
  private final KnownKeys keys;
  private final String binding;
  private final String model;
  private final Map<Place, Map<Code, String>> answers = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private ExecutorService caller = caller();
  private Bench bench;

  FailureTable() throws Exception {
    shim.tagHandles();
    try (KekkaiProvider provider = shim.token().provider("bulk", "hsm", "kek", KnownKeys.AES)) {
      keys = KnownKeys.make(provider);
      binding = provider.source().get().binding();
      model = provider.source().get().info().model();
    }
  }

  private static ExecutorService caller() {
    return Executors.newSingleThreadExecutor(
        r -> {
          Thread thread = new Thread(r, "failures-caller");
          thread.setDaemon(true);
          return thread;
        });
  }

  Map<Place, Map<Code, String>> answers() {
    return answers;
  }

  List<String> violations() {
    return violations;
  }

  String binding() {
    return binding;
  }

  /** Module, binding and JDK, for people. */
  String madeOn() {
    return String.format(
        Locale.ROOT,
        "%s with the binding %s on JDK %d",
        model,
        binding,
        Runtime.version().feature());
  }

  /** Puts one fault, and looks what comes of it. */
  void run(Place place, Code code) throws Exception {
    Fault fault = new Fault(place, code);
    String answer = fault.run();
    answers.computeIfAbsent(place, p -> new LinkedHashMap<>()).put(code, answer);
    fault.violations.forEach(v -> violations.add(place + ", " + code + ": " + v));
    if (!fault.violations.isEmpty()) {
      dropBench();
    }
  }

  private Bench warmBench() throws Exception {
    if (bench == null) {
      bench = Bench.warm(shim, keys);
    }
    return bench;
  }

  private void dropBench() {
    Bench old = bench;
    bench = null;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void close() {
    dropBench();
    caller.shutdownNow();
    shim.close();
  }

  /** One case. */
  private final class Fault {
    private final Place place;
    private final Code code;
    private final List<String> violations = new ArrayList<>();
    private Throwable thrown;

    Fault(Place place, Code code) {
      this.place = place;
      this.code = code;
    }

    private void require(boolean right, String otherwise, Object... values) {
      if (!right) {
        violations.add(String.format(Locale.ROOT, otherwise, values));
      }
    }

    String run() throws Exception {
      boolean cold = place.work() == Work.CONNECT;
      if (cold) {
        dropBench();
        bench = Bench.cold(shim, keys);
      }
      shim.clear();
      Bench on = cold ? bench : warmBench();
      long dead = shim.deadHandles();
      long logins = shim.calls("C_Login");
      long calls = shim.calls(place.function());
      long incarnation = cold ? 0 : on.provider().source().get().incarnation();
      on.prepare(place.work());
      put();
      String answer = answer(on);
      require(
          shim.calls(place.function()) > calls, "the function was not called: the table is wrong");
      shim.clear();
      if (place.work() == Work.CLOSE || answer.equals(Answer.HANG)) {
        closed();
      } else if (thrown != null && Answer.isRefusedLogin(thrown)) {
        refusedLogin(on, logins);
      } else {
        if (answer.equals(Answer.OK)
            && !cold
            && on.provider().source().get().incarnation() != incarnation) {
          answer = Answer.OK_AFTER_RECOVERY;
        }
        afterwards(on);
      }
      long used = shim.deadHandles() - dead;
      require(used <= allowedDead(), "%d calls had a handle that was no more", used);
      return answer;
    }

    /** One whose number nobody was told, or of which the module said that there was none. */
    private int lostSessions() {
      boolean untold = place.lost() && place.function().equals("C_OpenSession");
      boolean denied =
          !place.lost()
              && place.function().equals("C_CloseSession")
              && code.is(
                  "CKR_SESSION_HANDLE_INVALID",
                  "CKR_SESSION_CLOSED",
                  "CKR_CRYPTOKI_NOT_INITIALIZED");
      return untold || denied ? 1 : 0;
    }

    /** As {@link #lostSessions}, of objects; they end with their session. */
    private int lostObjects() {
      boolean untold = place.lost() && place.function().equals("C_UnwrapKey");
      boolean denied =
          !place.lost()
              && place.function().equals("C_DestroyObject")
              && code.is(
                  "CKR_KEY_HANDLE_INVALID",
                  "CKR_OBJECT_HANDLE_INVALID",
                  "CKR_SESSION_HANDLE_INVALID",
                  "CKR_SESSION_CLOSED",
                  "CKR_CRYPTOKI_NOT_INITIALIZED");
      return untold || denied ? 1 : 0;
    }

    private void put() {
      if (place.lost()) {
        shim.failAfter(place.function(), 1, 1, code.value());
      } else {
        shim.failNext(place.function(), code.value());
      }
    }

    private String answer(Bench on) throws InterruptedException {
      Future<Boolean> result = caller.submit(() -> place.work().run(on));
      try {
        if (result.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
          return Answer.OK;
        }
        require(false, "wrong result");
        return Answer.WRONG;
      } catch (TimeoutException e) {
        require(false, "no answer after %d ms", ANSWER_MILLIS);
        caller.shutdownNow();
        caller = caller();
        return Answer.HANG;
      } catch (ExecutionException e) {
        thrown = e.getCause();
        return Answer.of(thrown, code);
      }
    }

    /** A function that did its work and is asked again says that there is nothing to do. */
    private int allowedDead() {
      boolean ends =
          place.function().equals("C_CloseSession") || place.function().equals("C_DestroyObject");
      return place.lost() && ends ? 1 : 0;
    }

    /** The provider was closed, or is given up. */
    private void closed() throws Exception {
      dropBench();
      require(shim.openSessions() == 0, "%d sessions open after closing", shim.openSessions());
      try {
        warmBench();
      } catch (Exception e) {
        require(false, "no new provider afterwards: %s", e);
        throw e;
      }
    }

    /** It must stay the only attempt, and a new start with another memory works. */
    private void refusedLogin(Bench on, long loginsBefore) throws Exception {
      try {
        on.connect();
        require(false, "connected although the login was refused");
      } catch (Exception e) {
        require(Answer.isRefusedLogin(e), "after a refused login: %s", e);
      }
      long logins = shim.calls("C_Login") - loginsBefore;
      require(logins == 1, "%d logins with a refused PIN", logins);
      dropBench();
      require(shim.openSessions() == 0, "%d sessions open after closing", shim.openSessions());
      warmBench();
    }

    private void afterwards(Bench on) throws Exception {
      if (!on.isWarm()) {
        Thread.sleep(BackOff.LEAST.toMillis()); // connecting pauses after a failure
        tryTo("connecting", on::connect);
      }
      for (Work work : Work.usual()) {
        tryTo(work.doing(), () -> work.run(on));
      }
      if (violations.isEmpty()) {
        leftBehind(on);
      }
    }

    private void tryTo(String what, Attempt attempt) {
      try {
        require(attempt.run(), "afterwards %s gave a wrong result", what);
      } catch (Exception e) {
        require(false, "afterwards %s failed: %s", what, e);
      }
    }

    private void leftBehind(Bench on) throws TokenException {
      boolean makes = place.work() == Work.MAKE_KEK || place.work() == Work.MAKE_PAIR;
      if (makes) {
        int there = on.unmake();
        int wanted = thrown != null ? 0 : place.work() == Work.MAKE_KEK ? 1 : 2;
        require(there == wanted, "%d objects on the token instead of %d", there, wanted);
      }
      int objects = on.sessionObjects();
      // The DEK, and the object by which a connection knows itself again.
      require(objects <= 2 + lostObjects(), "%d session objects instead of 2", objects);
      long open = shim.openSessions();
      long known = on.provider().health().token().sessionsOpen();
      require(open <= known + lostSessions(), "%d sessions open, %d of them known", open, known);
      if (objects > 1 || open > known) {
        dropBench();
        require(shim.openSessions() == 0, "%d sessions open at the end", shim.openSessions());
      }
    }
  }

  private interface Attempt {
    boolean run() throws Exception;
  }
}
