package dev.kekkai.integration.store.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.integration.keyserver.Await;
import dev.kekkai.integration.keyserver.Postgres;
import dev.kekkai.provider.keys.WrappedDek;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kekkai rewrap} killed at random moments, and PostgreSQL under it, with an application
 * running and at times two rewraps at once. Once in {@code mvn verify}; the whole show:
 *
 * <pre>mvn -pl integration-tests -am package -Dtest=RewrapKilledTest -Dkekkai.kills=25</pre>
 */
@Tag("slow")
class RewrapKilledTest {
  private static final int KILLS = Kills.orFew(1);

  /** One of five runs that are interrupted. */
  private static final int DATABASE_KILLS = Math.max(1, KILLS / 5);

  /** Several batches, where it is long. */
  private static final int DEKS = Kills.isLong() ? 6_000 : 60;

  private static final int ONE_OF = 3;

  /** About as long as a run has something to do. */
  private static final int LEAST_MILLIS = 300;

  private static final double MILLIS_PER_DEK = 0.4;
  private static final int SOME = 300;
  private static final int GOES_ON = 20;

  private final SplittableRandom random = Kills.random(RewrapKilledTest.class);
  private RewrapSite site;
  private String from = "old";
  private String to = "new";
  private int kills;
  private int databaseKills;
  private int pairs;
  private int finished;

  @Test
  void no_dek_is_lost_and_each_opens_under_the_kek_that_its_row_names(@TempDir Path folder)
      throws Exception {
    long begin = System.nanoTime();
    site = RewrapSite.prepare(folder, "rewrap-killed", DEKS);
    try (RewrapSite closing = site;
        StoreUser user = site.user(random.split())) {
      while (kills < KILLS || databaseKills < DATABASE_KILLS) {
        interrupted();
        site.check(random, Math.min(SOME, DEKS));
        if (site.under(from) == 0) {
          assertThatNothingChanges();
          turn();
        }
      }
      if (site.under(from) > 0) {
        finish();
      }
      assertThatNothingChanges();
      site.check(random, DEKS);
      long before = user.done();
      Await.until("the application goes on", () -> user.done() > before + GOES_ON);
      user.stop(databaseKills);
      System.out.printf(
          "%d DEKs: %d kills of rewrap, %d of them with two at once, %d of PostgreSQL; %d rewraps"
              + " of all DEKs; the application did its work %,d times, and failed %d times for"
              + " want of a database; %.0f s%n",
          closing.size(),
          kills,
          pairs,
          databaseKills,
          finished,
          user.done(),
          user.unreachable(),
          (System.nanoTime() - begin) / 1e9);
    }
  }

  /** A run, and something killed at a random moment of it. */
  private void interrupted() throws Exception {
    int millis = LEAST_MILLIS + (int) (site.under(from) * MILLIS_PER_DEK);
    boolean killsDatabase =
        databaseKills < DATABASE_KILLS
            && (kills >= KILLS || random.nextInt(KILLS + DATABASE_KILLS) < DATABASE_KILLS);
    boolean two = !killsDatabase && (random.nextInt(ONE_OF) == 0 || pairs == 0);
    List<Child> running = new ArrayList<>();
    try {
      running.add(rewrap());
      if (two) {
        running.add(rewrap());
      }
      Await.until(
          "it has begun", () -> site.isConnected() || running.stream().noneMatch(Child::isAlive));
      Thread.sleep(random.nextInt(millis));
      if (running.get(0).isAlive()) {
        if (killsDatabase) {
          killDatabase(running.get(0));
        } else {
          running.get(0).kill();
          kills++;
          pairs += two ? 1 : 0;
        }
      }
      for (Child child : running.subList(killsDatabase ? 0 : 1, running.size())) {
        end(child, killsDatabase);
      }
    } finally {
      for (Child child : running) {
        child.close();
      }
    }
  }

  private void killDatabase(Child child) throws Exception {
    Postgres.Killed killed = Postgres.shared().kill();
    databaseKills++;
    Postgres.shared().start(killed);
    child.end();
  }

  /** It ends well, or, where there was no database, says so in a line. */
  private void end(Child child, boolean withoutDatabase) throws Exception {
    int exitCode = child.end();
    if (withoutDatabase && exitCode != 0) {
      assertThat(child.log()).contains("kekkai: ").doesNotContain("\tat ");
    } else {
      assertThat(exitCode).as(child.log()).isZero();
    }
  }

  private Child rewrap() throws Exception {
    return site.command("rewrap", "--from", from + ".v1", "--to", to + ".v1");
  }

  private void finish() {
    assertThat(site.run("rewrap", "--from", from + ".v1", "--to", to + ".v1"))
        .contains("Rewrapped");
  }

  private void assertThatNothingChanges() throws Exception {
    finished++;
    assertThat(site.under(from)).isZero();
    List<WrappedDek> before = blobs();
    assertThat(site.run("rewrap", "--from", from + ".v1", "--to", to + ".v1"))
        .contains("Nothing to do");
    assertThat(blobs()).isEqualTo(before);
  }

  private List<WrappedDek> blobs() {
    return site.rows().stream().map(DekRecord::wrapped).toList();
  }

  /** Back again. */
  private void turn() {
    String last = from;
    from = to;
    to = last;
  }
}
