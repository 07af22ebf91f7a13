package dev.kekkai.integration.store.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cli.Main;
import dev.kekkai.config.Environment;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.dekstore.DekLifecycle;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.Rotation;
import dev.kekkai.dekstore.RotationResult;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.formats.FieldCipher;
import dev.kekkai.integration.cli.Shell;
import dev.kekkai.integration.keyserver.Postgres;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;

/** DEKs in a PostgreSQL, under a KEK on a token, and what has to be true of them at all times. */
final class RewrapSite implements AutoCloseable {
  private static final int BATCH = 500;

  /** How the command's connections are told from others. */
  private static final String COMMAND = "command";

  private static final String UNDER = "select count(*) from dek where kek_name = ?";
  private static final String CONNECTED =
      "select count(*) from pg_stat_activity where application_name = ?";

  private final Path folder;
  private final TestToken token;
  private final String url;
  private final Path properties;
  private final KekkaiProvider provider;
  private final FieldCipher fields;
  private final List<Made> deks = new ArrayList<>();
  private Connection counting;

  private RewrapSite(Path folder, TestToken token, String url) throws Exception {
    this.folder = folder;
    this.token = token;
    this.url = url;
    this.properties = token.propertiesFile(folder.getFileName() + ".properties", settings());
    this.provider = token.provider(settings());
    this.fields = FieldCipher.with(provider);
    this.counting = DriverManager.getConnection(url);
  }

  private String[] settings(String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("kek", "old", "store", url + "&ApplicationName=" + COMMAND));
    all.addAll(List.of("store.head", folder.resolve("head").toString()));
    return all.toArray(String[]::new);
  }

  /** With KEKs {@code old} and {@code new}, and so many DEKs under the old one. */
  static RewrapSite prepare(Path folder, String label, int count) throws Exception {
    String url = Postgres.shared().newDatabase() + "?user=" + Postgres.USER;
    RewrapSite site = new RewrapSite(folder, SoftHsmTokens.create(label), url);
    site.provider.maker().create(KekSpec.aes("old"));
    site.fill(count);
    return site;
  }

  private void fill(int count) throws Exception {
    try (StoreDatabase store = StoreDatabase.open(url, Environment.DEVELOPMENT)) {
      new KekRegistry(provider, store.keks()).register(provider.maker().create(KekSpec.aes("new")));
      DekLifecycle lifecycle = new DekLifecycle(provider, store.deks(), store.keks());
      for (int made = 0; made < count; made += BATCH) {
        List<String> names = new ArrayList<>();
        for (int i = made; i < Math.min(count, made + BATCH); i++) {
          names.add("dek" + i);
        }
        for (DekRecord row : lifecycle.makeAll(names, "old")) {
          deks.add(new Made(row.name(), row.id(), encrypt(row)));
        }
      }
    }
  }

  /** Without a keyring, which would take uses of each DEK in a transaction. */
  private String encrypt(DekRecord row) throws Exception {
    try (DekHandle handle = provider.deks().open(row.wrapped(), policy())) {
      return fields.encryptToBase64Url(
          new DekKey(provider.source(), handle),
          row.id(),
          Made.value(row.name()),
          Made.place(row.name()));
    }
  }

  private DekPolicy policy() {
    return DekPolicy.of(provider.source().config());
  }

  /** Starts the command in a process of its own. */
  Child command(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--config", properties.toString()));
    return start(Main.class, all.toArray(String[]::new));
  }

  /** Runs the command in this process; what it printed. */
  String run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--config", properties.toString()));
    return new Shell(folder).ok(all.toArray(String[]::new));
  }

  /** Starts a process. */
  Child start(Class<?> main, String... args) throws Exception {
    return Child.start(folder, main, args);
  }

  Path properties() {
    return properties;
  }

  String url() {
    return url;
  }

  StoreUser user(SplittableRandom random) {
    return new StoreUser(token.provider(settings("dek.max-age", "50ms")), url, deks, random);
  }

  int size() {
    return deks.size();
  }

  /** How many DEKs are under a KEK, whatever its version. */
  int under(String kek) throws SQLException {
    return count(UNDER, kek);
  }

  /** Whether a command that runs has reached the database. */
  boolean isConnected() throws SQLException {
    return count(CONNECTED, COMMAND) > 0;
  }

  private int count(String sql, String what) throws SQLException {
    if (!counting.isValid(1)) { // a database that was killed since
      counting.close();
      counting = DriverManager.getConnection(url);
    }
    try (PreparedStatement statement = counting.prepareStatement(sql)) {
      statement.setString(1, what);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /** All rows as they are. */
  List<DekRecord> rows() {
    try (StoreDatabase store = StoreDatabase.open(url, Environment.DEVELOPMENT)) {
      return store.deks().list();
    }
  }

  /**
   * None is lost, each opens under exactly the KEK its row names, and is the DEK it was; some, or
   * all, also to a keyring, which proves their rows by the store's head.
   */
  void check(SplittableRandom random, int some) throws Exception {
    try (StoreDatabase store = StoreDatabase.open(url, Environment.DEVELOPMENT);
        Keyring fresh = new Keyring(provider, store.deks(), store.keks(), 1)) {
      Map<UUID, Made> due = new HashMap<>();
      deks.forEach(dek -> due.put(dek.id(), dek));
      List<KekRef> keks = store.keks().list().stream().map(KekRecord::ref).toList();
      for (DekRecord row : store.deks().list()) {
        Made dek = due.remove(row.id());
        assertThat(dek).as("a row that nobody made: " + row).isNotNull();
        assertThat(open(row.wrapped(), dek)).as("the DEK of " + row).isEqualTo(dek.value());
        for (KekRef other : keks) {
          if (!other.equals(row.wrapped().kek())) {
            refuse(row.wrapped(), other);
          }
        }
      }
      assertThat(due).as("lost DEKs").isEmpty();
      for (int i = 0; i < some; i++) {
        Made dek = some == deks.size() ? deks.get(i) : deks.get(random.nextInt(deks.size()));
        assertThat(fresh.decrypt(dek.token(), dek.place())).isEqualTo(dek.value());
      }
    }
  }

  private byte[] open(WrappedDek wrapped, Made dek) throws Exception {
    try (DekHandle handle = provider.deks().open(wrapped, policy())) {
      return fields.decrypt(
          new DekKey(provider.source(), handle), dek.id(), dek.token(), dek.place());
    }
  }

  private void refuse(WrappedDek wrapped, KekRef other) {
    WrappedDek elsewhere = new WrappedDek(other, wrapped.method(), wrapped.blob());
    assertThatThrownBy(() -> provider.deks().verify(elsewhere))
        .isInstanceOf(BadBlobException.class);
  }

  /** How many versions of a KEK the token has. */
  long versions(String kek) throws Exception {
    return provider.tokenKeys().labels().stream().filter(ref -> ref.name().equals(kek)).count();
  }

  /** Versions of a KEK that are on the token, and that the store does not know. */
  List<KekRef> unknownKeks(String kek) throws Exception {
    try (StoreDatabase store = StoreDatabase.open(url, Environment.DEVELOPMENT);
        KekkaiProvider fresh = token.provider()) {
      Set<KekRef> known =
          store.keks().list().stream().map(KekRecord::ref).collect(Collectors.toSet());
      List<KekRef> there =
          fresh.tokenKeys().labels().stream().filter(ref -> ref.name().equals(kek)).toList();
      assertThat(there).containsAll(known.stream().filter(r -> r.name().equals(kek)).toList());
      return there.stream().filter(ref -> !known.contains(ref)).toList();
    }
  }

  /** As somebody does with the HSM's own tools. */
  void destroyObjects(KekRef ref) throws Exception {
    provider
        .source()
        .get()
        .withReadWrite(
            session -> {
              Template wanted =
                  Template.builder().with(Cka.TOKEN, true).with(Cka.LABEL, ref.label()).build();
              for (ObjectHandle object : session.find(wanted)) {
                session.destroyObject(object);
              }
              return Boolean.TRUE;
            });
  }

  /** Rotates a KEK in this process, as somebody does after it was interrupted elsewhere. */
  RotationResult rotate(String kek) throws Exception {
    try (StoreDatabase store = StoreDatabase.open(url, Environment.DEVELOPMENT);
        KekkaiProvider fresh = token.provider(settings())) {
      return new Rotation(fresh, store.deks(), store.keks()).rotate(kek);
    }
  }

  @Override
  public void close() throws SQLException {
    counting.close();
    provider.close();
  }
}
