package dev.kekkai.integration.survive;

import dev.kekkai.cryptoki.RecoveryLevel;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.provider.KekkaiHealth;
import dev.kekkai.provider.KekkaiListener;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Eight threads of mixed work by two providers on one token while everything goes wrong, and child
 * processes come and go. Then it all has to be well again, with nothing left behind.
 */
final class FaultSoak {
  private final Shim shim;
  private final Tally tally = new Tally();
  private final Tally calm = new Tally();
  private final ResidentMemory memory = new ResidentMemory();
  private final Map<RecoveryLevel, AtomicInteger> levels = new ConcurrentSkipListMap<>();
  private final List<KekkaiWork> callers = new ArrayList<>();
  private String faultsTold = "";
  private int children;
  private int objectsBefore;
  private int objectsAfter;
  private long sessionsBelieved;
  private long sessionsAfter;

  FaultSoak(Shim shim) {
    this.shim = shim;
  }

  void run(Duration time) throws Exception {
    try (KekkaiProvider hsm = provider("hsm");
        KekkaiProvider software = provider("software")) {
      LoadKeys keys = new LoadKeys(hsm);
      software.source().get();
      objectsBefore = objects(hsm);
      List<List<Work>> kinds = new ArrayList<>();
      for (int i = 0; i < OutageLoad.THREADS; i++) {
        KekkaiWork first = new KekkaiWork(hsm, keys, "hsm", i);
        KekkaiWork second = new KekkaiWork(software, keys, "software", -i);
        callers.addAll(List.of(first, second));
        List<Work> mixed = new ArrayList<>(first.kinds(true));
        mixed.addAll(second.kinds(false));
        kinds.add(mixed);
      }
      underFaults(kinds, time);
      inPeace(kinds);
      for (KekkaiWork caller : callers) {
        caller.forget();
      }
      objectsAfter = objects(hsm);
      sessionsBelieved = open(hsm.health()) + open(software.health());
      sessionsAfter = shim.openSessions();
    }
  }

  private void underFaults(List<List<Work>> kinds, Duration time) throws Exception {
    Workers workers = new Workers(tally, w -> {});
    kinds.forEach(workers::start);
    Faults faults = new Faults(shim, 7);
    Children processes = new Children();
    faults.start();
    processes.start();
    try {
      memory.watch(time);
    } finally {
      processes.stop();
      faults.stop();
      workers.stop();
    }
    children = processes.count();
    faultsTold = faults.describe();
  }

  /** Whoever still waits for the token gets it; then there is nothing that could go wrong. */
  private void inPeace(List<List<Work>> kinds) throws Exception {
    for (List<Work> mixed : kinds) {
      Workers settling = new Workers(new Tally(), w -> {});
      settling.start(mixed);
      settling.stop();
    }
    Thread.sleep(1000);
    Workers workers = new Workers(calm, w -> {});
    kinds.forEach(workers::start);
    Thread.sleep(1000);
    workers.stop();
  }

  private KekkaiProvider provider(String bulk) {
    TestToken token = shim.token();
    KekkaiProvider provider =
        token.provider(
            "name",
            bulk,
            "bulk",
            bulk,
            "kek",
            LoadKeys.KEK,
            "deadline",
            "5s",
            "circuit.after",
            "30s");
    provider.addListener(
        new KekkaiListener() {
          @Override
          public void recovered(RecoveryLevel level, int attempts, Duration outage) {
            levels.computeIfAbsent(level, l -> new AtomicInteger()).incrementAndGet();
          }
        });
    return provider;
  }

  /** All there are, of all sessions of this process. */
  private static int objects(KekkaiProvider provider) throws Exception {
    return provider.source().get().with(s -> s.find(Template.builder().build())).size();
  }

  private static long open(KekkaiHealth health) {
    return health.token() == null ? 0 : health.token().sessionsOpen();
  }

  Tally tally() {
    return tally;
  }

  /** After the faults. */
  Tally calm() {
    return calm;
  }

  ResidentMemory memory() {
    return memory;
  }

  int children() {
    return children;
  }

  /** Objects on the token, of the keys and of what was left behind. */
  int[] objects() {
    return new int[] {objectsBefore, objectsAfter};
  }

  /** Sessions that are open, by what the providers believe and by what the module has. */
  long[] sessions() {
    return new long[] {sessionsBelieved, sessionsAfter};
  }

  String describe() {
    return String.format(
        "faults %s, %d child processes, recoveries of two providers by level %s%n%s"
            + "  afterwards: right %,d, failures %,d, wrong %,d%n"
            + "  objects before %d, after %d; sessions: %d believed, %d in the module,"
            + " %d after closing%n  %s%n",
        faultsTold,
        children,
        levels,
        tally.describe(),
        calm.right(),
        calm.failures(),
        calm.wrong(),
        objectsBefore,
        objectsAfter,
        sessionsBelieved,
        sessionsAfter,
        shim.openSessions(),
        memory.describe());
  }
}
