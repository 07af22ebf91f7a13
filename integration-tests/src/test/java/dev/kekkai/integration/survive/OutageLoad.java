package dev.kekkai.integration.survive;

import dev.kekkai.cryptoki.RecoveryLevel;
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
 * Eight threads of mixed work by two providers on one token, one with {@code bulk = hsm} and one
 * with {@code bulk = software}, while the HSM restarts every other second.
 */
final class OutageLoad {
  static final int THREADS = 8;
  static final Duration EVERY = Duration.ofSeconds(2);
  static final Duration LONGEST = Duration.ofSeconds(1);

  private static final String[] SETTINGS = {"deadline", "5s", "circuit.after", "30s"};

  private final Shim shim;
  private final Tally tally = new Tally();
  private final Map<RecoveryLevel, AtomicInteger> levels = new ConcurrentSkipListMap<>();
  private final RecoveryTimes hsmTimes;
  private final RecoveryTimes softwareTimes;
  private int outages;

  OutageLoad(Shim shim) {
    this.shim = shim;
    this.hsmTimes = new RecoveryTimes(shim);
    this.softwareTimes = new RecoveryTimes(shim);
  }

  void run(Duration time) throws Exception {
    TestToken token = shim.token();
    try (KekkaiProvider hsm = provider(token, "hsm");
        KekkaiProvider software = provider(token, "software")) {
      LoadKeys keys = new LoadKeys(hsm);
      Workers workers = new Workers(tally, this::worked);
      List<List<Work>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        List<Work> mixed = new ArrayList<>(new KekkaiWork(hsm, keys, "hsm", i).kinds(true));
        mixed.addAll(new KekkaiWork(software, keys, "software", -i).kinds(false));
        all.add(mixed);
      }
      all.forEach(workers::start);
      Restarter restarter = new Restarter(shim, EVERY, LONGEST, 4);
      restarter.start();
      try {
        Thread.sleep(time.toMillis());
        restarter.stop();
        Thread.sleep(1000);
      } finally {
        workers.stop();
      }
      outages = restarter.outages();
    }
  }

  private KekkaiProvider provider(TestToken token, String bulk) {
    List<String> settings = new ArrayList<>(List.of(SETTINGS));
    settings.addAll(List.of("name", bulk, "bulk", bulk, "kek", LoadKeys.KEK));
    KekkaiProvider provider = token.provider(settings.toArray(new String[0]));
    provider.addListener(
        new KekkaiListener() {
          @Override
          public void recovered(RecoveryLevel level, int attempts, Duration outage) {
            levels.computeIfAbsent(level, l -> new AtomicInteger()).incrementAndGet();
          }
        });
    return provider;
  }

  private void worked(Work work) {
    if (work.inToken()) {
      (work.name().startsWith("hsm") ? hsmTimes : softwareTimes).worked();
    }
  }

  Tally tally() {
    return tally;
  }

  int outages() {
    return outages;
  }

  List<RecoveryTimes> times() {
    return List.of(hsmTimes, softwareTimes);
  }

  String describe() {
    return String.format(
        "%d outages, recoveries of two providers by level %s%n%s"
            + "  hsm provider:      %s%n  software provider: %s%n",
        outages, levels, tally.describe(), hsmTimes.describe(), softwareTimes.describe());
  }
}
