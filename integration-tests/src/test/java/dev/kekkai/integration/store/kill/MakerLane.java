package dev.kekkai.integration.store.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A store with its head file, and processes that make DEKs in it, one after the other. */
final class MakerLane implements AutoCloseable {
  private static final int MOST_ACKNOWLEDGED = 3;

  /** Of the kills of one lane, every third kills the store, too. */
  private static final int EVERY = 3;

  private final MakersKilledContract contract;
  private final MakerJava java;
  private final KekkaiProvider provider;
  private final Path properties;
  private final String url;
  private final Path head;
  private final int number;
  private final SplittableRandom random;
  private final List<Made> made = new ArrayList<>();
  private int rounds;
  private int kills;
  private int headsBehind;

  private MakerLane(
      MakersKilledContract contract,
      MakerJava java,
      TestToken token,
      Path folder,
      int number,
      SplittableRandom random)
      throws Exception {
    this.contract = contract;
    this.java = java;
    this.number = number;
    this.random = random;
    this.url = contract.url(folder, number);
    this.head = folder.resolve("head-" + Integer.toHexString(url.hashCode()));
    String[] settings = {"kek", "kek", "store.head", head.toString()};
    this.provider = token.provider(settings);
    this.properties = token.propertiesFile("lane-" + number + ".properties", settings);
  }

  /** Sets the store up. */
  static MakerLane prepare(
      MakersKilledContract contract,
      MakerJava java,
      TestToken token,
      Path folder,
      int number,
      SplittableRandom random)
      throws Exception {
    MakerLane lane = new MakerLane(contract, java, token, folder, number, random);
    lane.check(List.of());
    if (number == 0) {
      java.prepare(lane.properties.toString(), lane.url, "first-");
    }
    return lane;
  }

  /** So many kills. */
  Void run(int most) throws Exception {
    while (kills < most) {
      List<Made> fresh = round();
      made.addAll(fresh);
      contract.undisturbed(() -> check(fresh));
    }
    return null;
  }

  /** One process; what it has acknowledged. */
  private List<Made> round() throws Exception {
    int disturbances = contract.disturbances();
    int wanted = 1 + random.nextInt(MOST_ACKNOWLEDGED);
    List<Made> fresh = new ArrayList<>();
    String prefix = "lane" + number + "-" + rounds++ + "-";
    try (Child child = java.start(properties.toString(), url, prefix)) {
      String line = "";
      while (line != null && fresh.size() < wanted) {
        line = child.line();
        parse(line).ifPresent(fresh::add);
      }
      if (line != null) {
        contract.kill(child, number == 0 && kills % EVERY == 0);
        kills++;
        while (line != null) { // what it said before it died was acknowledged, too
          line = child.line();
          parse(line).ifPresent(fresh::add);
        }
      } else {
        contract.undisturbed(
            () -> // one may have begun before the process did
            assertThat(contract.disturbances())
                    .as("why it ended: " + child.log())
                    .isGreaterThan(disturbances));
      }
    }
    return fresh;
  }

  private static Optional<Made> parse(@org.jspecify.annotations.Nullable String line) {
    return line == null ? Optional.empty() : Made.parse(line);
  }

  /** Each row is there and proved, its DEK decrypts and encrypts, and the store can be changed. */
  private void check(List<Made> fresh) throws Exception {
    try (StoreDatabase store = StoreDatabase.open(url, Environment.DEVELOPMENT)) {
      compareHeads(store);
      try (Keyring keyring = new Keyring(provider, store.deks(), store.keks())) {
        for (Made dek : fresh) {
          DekRecord row = store.deks().find(dek.id()).orElse(null);
          assertThat(row).as("the row of " + dek).isNotNull();
          assertThat(row.name()).isEqualTo(dek.name());
          assertThat(row.state()).isEqualTo(DekState.ACTIVE);
          assertThat(keyring.decrypt(dek.token(), dek.place())).isEqualTo(dek.value());
          keyring.encrypt(dek.name(), dek.value(), dek.place());
          assertThat(store.deks().find(dek.id()).orElseThrow().usesLeased())
              .as("uses taken anew, which changes the store")
              .isGreaterThan(row.usesLeased());
        }
        keyring.ensure("lane" + number);
      }
    }
  }

  private void compareHeads(StoreDatabase store) throws Exception {
    if (Files.exists(head) && counterInFile() < counterInStore(store)) {
      headsBehind++;
    }
  }

  private long counterInFile() throws Exception {
    return Files.readAllLines(head).stream()
        .filter(line -> line.startsWith("counter "))
        .mapToLong(line -> Long.parseLong(line.substring("counter ".length())))
        .findFirst()
        .orElseThrow();
  }

  private static long counterInStore(StoreDatabase store) throws SQLException {
    try (Connection connection = store.connections().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select head_counter from dek_store")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Once more at the end, and rows that nobody acknowledged, too: they are whole. */
  void checkAll() throws Exception {
    try (StoreDatabase store = StoreDatabase.open(url, Environment.DEVELOPMENT);
        Keyring keyring = new Keyring(provider, store.deks(), store.keks())) {
      for (Made dek : made) {
        assertThat(keyring.decrypt(dek.token(), dek.place())).isEqualTo(dek.value());
      }
      assertThat(keyring.openAll()).isGreaterThan(made.size());
    }
  }

  int kills() {
    return kills;
  }

  int made() {
    return made.size();
  }

  /** How often the kill came before the store's head was in the file. */
  int headsBehind() {
    return headsBehind;
  }

  @Override
  public void close() {
    provider.close();
  }
}
