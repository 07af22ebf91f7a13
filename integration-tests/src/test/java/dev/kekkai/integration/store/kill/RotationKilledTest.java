package dev.kekkai.integration.store.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.dekstore.RotationResult;
import dev.kekkai.integration.keyserver.Await;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.UnfitKeyException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rotation killed at random moments is finished by the next one, and leaves no key on the token
 * that the store doesn't know. Once in {@code mvn verify}; more often:
 *
 * <pre>mvn -pl integration-tests -am package -Dtest=RotationKilledTest -Dkekkai.kills=25</pre>
 */
@Tag("slow")
class RotationKilledTest {
  private static final int KILLS = Kills.orFew(1);
  private static final int DEKS = 40;
  private static final int SOME = 5;

  private final SplittableRandom random = Kills.random(RotationKilledTest.class);
  private int orphans;
  private int halfMade;
  private int resumed;

  @Test
  void the_next_one_finishes_it(@TempDir Path folder) throws Exception {
    try (RewrapSite site = RewrapSite.prepare(folder, "rotation-killed", DEKS)) {
      long nanos = KILLS > 1 ? wholeRotation(site) : 0;
      int kills = 0;
      while (kills < KILLS) {
        boolean killed =
            kills % 2 == 0 ? killedAtTheNewKey(site) : killed(site, random.nextLong(nanos));
        kills += killed ? 1 : 0;
        site.check(random, DEKS);
        orphans += site.unknownKeks("old").size();
        RotationResult result = rotated(site);
        resumed += result.resumed() ? 1 : 0;
        assertThat(result.failed()).isEmpty();
        assertThat(site.unknownKeks("old")).as("keys that the store does not know").isEmpty();
        assertThat(site.rows()).allMatch(row -> row.wrapped().kek().equals(result.to()));
        site.check(random, SOME);
      }
      System.out.printf(
          "%d rotations killed: %d left a key that the next one took, %d one that SoftHSM2 had half"
              + " made, %d left DEKs that the next one rewrapped%n",
          kills, orphans - halfMade, halfMade, resumed);
    }
  }

  /** What the next one says to do is done where SoftHSM2 itself was killed while it made a key. */
  private RotationResult rotated(RewrapSite site) throws Exception {
    try {
      return site.rotate("old");
    } catch (UnfitKeyException e) {
      assertThat(e).hasMessageEndingWith("Destroy it with the HSM's own tools, then rotate again");
      List<KekRef> unknown = site.unknownKeks("old");
      assertThat(unknown).as("half made").hasSize(1);
      site.destroyObjects(unknown.get(0));
      halfMade++;
      return site.rotate("old");
    }
  }

  /** How long one takes in a new process. */
  private long wholeRotation(RewrapSite site) throws Exception {
    try (Child child = start(site)) {
      long begin = System.nanoTime();
      child.go();
      assertThat(child.line()).as(child.log()).isEqualTo("done");
      return System.nanoTime() - begin;
    }
  }

  private boolean killed(RewrapSite site, long nanos) throws Exception {
    try (Child child = start(site)) {
      child.go();
      Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
      child.kill();
      return child.line() == null;
    }
  }

  /** Before the store can know the new key, if all goes well. */
  private boolean killedAtTheNewKey(RewrapSite site) throws Exception {
    try (Child child = start(site)) {
      long before = site.versions("old");
      child.go();
      Await.until("there is a new key", () -> site.versions("old") > before || !child.isAlive());
      child.kill();
      return child.line() == null;
    }
  }

  private Child start(RewrapSite site) throws Exception {
    Child child = site.start(Rotate.class, site.properties().toString(), site.url(), "old");
    assertThat(child.line()).as(child.log()).isEqualTo("ready");
    return child;
  }
}
