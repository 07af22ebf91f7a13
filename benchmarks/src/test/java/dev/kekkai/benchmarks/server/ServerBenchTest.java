package dev.kekkai.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.benchmarks.run.Workshop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The shortest run there is, with a real token, PostgreSQL and a key server in a process of its
 * own. Whoever opens proves that it is what was sealed, the C loop too.
 */
@Tag("slow")
class ServerBenchTest {
  private static final ServerSchedule SHORTEST = new ServerSchedule(0, 0, 1, 20, 5);

  @Test
  void a_key_server_is_measured_beside_its_hsm_alone() throws Exception {
    List<String> progress = new ArrayList<>();
    try (Workshop workshop = Workshop.open(Path.of(System.getProperty("kekkai.bench.work")))) {
      workshop.makeTokens(Path.of(System.getProperty("kekkai.bench.module.softhsm2")), null);
      ServerBench bench =
          new ServerBench(
              workshop,
              Path.of(System.getProperty("kekkai.bench.sources")),
              SHORTEST,
              progress::add);
      List<ServerResult> results = bench.run("p256");
      assertThat(results)
          .extracting(ServerResult::id)
          .containsExactly("ec-p256.alone", "ec-p256.single", "ec-p256.batch");
      assertThat(results)
          .allSatisfy(
              r -> {
                assertThat(r.opened().median()).isPositive();
                assertThat(r.bare().median()).isPositive();
                assertThat(r.ratio().median()).isPositive();
                assertThat(r.p99()).isGreaterThanOrEqualTo(r.median());
              });
      assertThat(bench.versions().get("softhsm2")).contains("SoftHSM");
      assertThat(progress).contains("ec-p256, round 1 of 1");
    }
  }
}
