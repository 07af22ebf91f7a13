package dev.kekkai.integration.store.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that make DEKs, each killed right after one of them was acknowledged. A few of them in
 * {@code mvn verify}; the whole show, one store at a time:
 *
 * <pre>mvn -pl integration-tests -am package -Dtest=MakersKilledOnPostgresTest -Dkekkai.kills=500
 * </pre>
 */
@Tag("slow")
abstract class MakersKilledContract {
  private static final int FEW = 2;
  private static final int LANES = Kills.isLong() ? 4 : 2;

  /** The URL of the store of a lane, which is new or another lane's. */
  abstract String url(Path folder, int lane) throws Exception;

  /** Kills a process; now and then the store may be killed with it. */
  abstract void kill(Child child, boolean withStore) throws Exception;

  /** How often something was killed that processes of all lanes need. */
  int outages() {
    return 0;
  }

  /** How many of these outages have begun and how many have ended: the same while there is none. */
  int disturbances() {
    return 0;
  }

  /** Looks at a store while nothing is killed. */
  void undisturbed(Work work) throws Exception {
    work.run();
  }

  interface Work {
    void run() throws Exception;
  }

  @Test
  void no_dek_that_was_acknowledged_is_lost(@TempDir Path folder) throws Exception {
    long begin = System.nanoTime();
    TestToken token = SoftHsmTokens.create(getClass().getSimpleName());
    SplittableRandom random = Kills.random(getClass());
    ExecutorService threads = Executors.newFixedThreadPool(LANES);
    List<MakerLane> lanes = new ArrayList<>();
    try (KekkaiProvider provider = token.provider("kek", "kek")) {
      provider.maker().create(KekSpec.aes("kek"));
      MakerJava java = MakerJava.in(folder);
      for (int i = 0; i < LANES; i++) {
        lanes.add(MakerLane.prepare(this, java, token, folder, i, random.split()));
      }
      List<Future<?>> running = new ArrayList<>();
      int kills = Kills.orFew(FEW);
      for (int i = 0; i < LANES; i++) {
        MakerLane lane = lanes.get(i);
        int share = kills / LANES + (i < kills % LANES ? 1 : 0);
        running.add(threads.submit(() -> lane.run(share)));
      }
      for (Future<?> lane : running) {
        lane.get();
      }
      for (MakerLane lane : lanes) {
        lane.checkAll();
      }
      report(lanes, begin);
    } finally {
      threads.shutdownNow();
      lanes.forEach(MakerLane::close);
    }
  }

  private void report(List<MakerLane> lanes, long begin) {
    int kills = lanes.stream().mapToInt(MakerLane::kills).sum();
    int made = lanes.stream().mapToInt(MakerLane::made).sum();
    System.out.printf(
        "%s: %d processes killed right after a DEK was acknowledged, of them %d together with the"
            + " database; %d DEKs acknowledged, 0 lost; store newer than its head file %d times;"
            + " %.0f s%n",
        getClass().getSimpleName(),
        kills,
        outages(),
        made,
        lanes.stream().mapToInt(MakerLane::headsBehind).sum(),
        (System.nanoTime() - begin) / 1e9);
    assertThat(kills).isEqualTo(Kills.orFew(FEW));
    assertThat(made).isGreaterThanOrEqualTo(kills);
  }
}
