package dev.kekkai.integration.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.client.ClientConfig;
import dev.kekkai.client.Clients;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.kekset.SealKeyFile;
import dev.kekkai.integration.survive.LoadTime;
import dev.kekkai.keyserver.audit.format.SealKeys;
import dev.kekkai.keyserver.audit.verify.AuditReport;
import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.audit.verify.AuditVerifier;
import dev.kekkai.keyserver.audit.verify.ChainReport;
import dev.kekkai.keyserver.config.KeyServerConfig;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.SoftHsmTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three key servers on one PostgreSQL, under load, of which one is killed again and again, and
 * PostgreSQL once. A few seconds in {@code mvn verify}; the whole show:
 *
 * <pre>mvn -pl integration-tests -am package -Dtest=ServersKilledTest -Dkekkai.load=60s</pre>
 */
@Tag("slow")
class ServersKilledTest {
  private static final SignatureAlgorithm ED25519 = SignatureAlgorithm.ED25519;
  private static final int SERVERS = 3;
  private static final int SHORT_SECONDS = 4;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(10);
  private static final int CAPACITY = 60;

  /** In a short run nobody can be sure to ask for more than a quota that refills quickly. */
  private static final double REFILL_PER_SECOND = LoadTime.isLong() ? 40 : 0.1;

  private static final String HASTY = LoadTime.isLong() ? "900ms" : "5s";
  private static final int AFTERWARDS = 40;
  private static final double TOLERANCE = 1.01;

  private final Openers openers = new Openers();
  private final Openers hasty = new Openers();
  private Site site;
  private ServerFleet fleet;
  private double seconds;
  private int databaseKills;

  @Test
  void nothing_is_opened_without_an_entry_while_servers_and_database_are_killed() throws Exception {
    site = Site.prepare(SoftHsmTokens.create("servers-killed"), "killed", KekSpec.ec("cards", 256));
    TestClient shop = site.client("shop", ED25519);
    TestClient thrifty = site.client("thrifty", ED25519);
    site.register(
        entry(shop, "capacity: 1000000, per: 1s"),
        entry(
            thrifty,
            "capacity: "
                + CAPACITY
                + ", refill: "
                + (int) (10 * REFILL_PER_SECOND)
                + ", per: 10s"));
    try (ServerFleet started = ServerFleet.start(site, SERVERS)) {
      fleet = started;
      load(shop, thrifty);
      fleet.stop();
    }
    KeyServerConfig config = KeyServerConfig.load(site.serverConfig("verifier"));
    try (Database database = Database.open(config.database())) {
      check(AuditedItems.read(database), verify(database));
    }
  }

  private static String entry(TestClient client, String quota) throws Exception {
    return client.entry(
        "operations: [decrypt]\nkeks: [cards]\ncontexts: all\nquotas: {cards: {" + quota + "}}\n");
  }

  private void load(TestClient shop, TestClient thrifty) throws Exception {
    List<Clients> all = new ArrayList<>();
    try {
      long begin = System.nanoTime();
      for (int i = 0; i < SERVERS; i++) {
        Clients patient = clients(shop, "2m", i, all);
        patient.keyServer().refreshKeks();
        openers.one(patient);
        openers.one(patient);
        openers.many(patient);
        hasty.hasty(clients(thrifty, HASTY, i, all));
      }
      havoc();
      openers.stop();
      hasty.stop();
      seconds = (System.nanoTime() - begin) / 1e9;
    } finally {
      all.forEach(Clients::close);
    }
  }

  private Clients clients(TestClient client, String deadline, int first, List<Clients> all)
      throws Exception {
    Path config = site.clientConfig(client, ED25519, deadline, fleet.ports(first));
    Clients clients = Clients.from(ClientConfig.load(config));
    all.add(clients);
    return clients;
  }

  /** A server dies every ten seconds, PostgreSQL in the middle. */
  private void havoc() throws Exception {
    long end = System.nanoTime() + LoadTime.orShort(SHORT_SECONDS).toNanos();
    boolean isLong = LoadTime.isLong();
    long step = isLong ? BETWEEN_KILLS.toNanos() : Duration.ofSeconds(1).toNanos();
    long middle = System.nanoTime() + LoadTime.orShort(SHORT_SECONDS).dividedBy(2).toNanos();
    for (long next = System.nanoTime() + step; next - end < 0; next += step) {
      sleepUntil(next);
      if (isLong || fleet.kills() == 0) {
        int killed = fleet.killNext();
        if (isLong) {
          fleet.startAgain(killed);
        }
      }
      if (databaseKills == 0 && next - middle >= 0) {
        Postgres.Killed killed = Postgres.shared().kill();
        databaseKills++;
        Postgres.shared().start(killed);
      }
    }
    sleepUntil(end);
    int before = openers.answered().size();
    Await.until(
        "it goes on after all that",
        () -> openers.answered().size() > before + AFTERWARDS && hasty.overQuota() > 0);
  }

  private static void sleepUntil(long time) throws InterruptedException {
    Thread.sleep(Math.max(0, Duration.ofNanos(time - System.nanoTime()).toMillis()));
  }

  private AuditReport verify(Database database) throws Exception {
    SealKeys keys = new SealKeys(SealKeyFile.read(site.auditSealKey()));
    return new AuditVerifier(keys).verify(AuditSource.database(database), fleet.witnesses());
  }

  private void check(AuditedItems audited, AuditReport report) {
    double most = CAPACITY + REFILL_PER_SECOND * seconds;
    long granted = audited.byClient().getOrDefault("thrifty", 0L);
    System.out.printf(
        "%d servers, %.0f s, servers killed %d, PostgreSQL killed %d: %,d items answered, %,d"
            + " audited; failures %d, wrong %d; quota: %d of at most %.2f granted, %,d refused,"
            + " %,d not answered in time; audit: %s%n",
        SERVERS,
        seconds,
        fleet.kills(),
        databaseKills,
        openers.answered().size() + hasty.answered().size(),
        audited.items().size(),
        openers.failures().size() + hasty.failures().size(),
        openers.wrong() + hasty.wrong(),
        granted,
        most,
        hasty.overQuota(),
        hasty.unavailable(),
        report.lines().get(0));
    assertThat(openers.failures()).as("failures").isEmpty();
    assertThat(hasty.failures()).as("failures of a client with a quota").isEmpty();
    assertThat(openers.wrong() + hasty.wrong()).as("wrong answers").isZero();
    assertThat(audited.items()).as("entries").containsAll(openers.answered());
    assertThat(audited.items()).as("entries").containsAll(hasty.answered());
    assertThat(hasty.overQuota()).as("requests over quota").isPositive();
    assertThat((double) granted).as("granted").isLessThanOrEqualTo(most * TOLERANCE);
    // who was refused had used up all that the bucket held
    long used = granted + audited.forNothing().getOrDefault("thrifty", 0L);
    assertThat(used).as("granted, or taken for nothing").isGreaterThanOrEqualTo(CAPACITY);
    assertThat(granted).as("granted").isGreaterThanOrEqualTo(hasty.answered().size());
    assertThat(report.lines()).as("audit").first().asString().endsWith("as the servers wrote them");
    assertThat(report.isClean()).isTrue();
    assertWitnessed(report);
    assertThat(fleet.kills()).isPositive();
    assertThat(databaseKills).isEqualTo(1);
  }

  /**
   * A seal is stored first and given to the witness then: a server killed in between leaves its
   * last ones out there. Whoever stopped in order has given all.
   */
  private void assertWitnessed(AuditReport report) {
    for (ChainReport chain : report.chains()) {
      if (chain.ended()) {
        assertThat(chain.witnessedTo()).as("%s", chain).isEqualTo(chain.sealedTo());
      } else {
        assertThat(chain.witnessedTo()).as("%s", chain).isBetween(0L, chain.sealedTo());
      }
    }
    List<ChainReport> killed = report.chains().stream().filter(chain -> !chain.ended()).toList();
    assertThat(killed).as("chains without an end").hasSize(fleet.kills());
    long theirs = killed.stream().mapToLong(ChainReport::seals).sum();
    assertThat(report.witness().seals()).isBetween(report.seals() - theirs, report.seals());
  }
}
