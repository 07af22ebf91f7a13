package dev.kekkai.keyserver.registry;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.keyserver.db.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The registry in the database, for administrators: every document that was ever applied, and who
 * is suspended. Thread-safe.
 *
 * <p>All methods throw {@link RegistryUnavailableException} when the database does not answer.
 */
public final class RegistryStore {
  private static final int MAX_NAME_CHARS = 64;
  private static final int MAX_REASON_CHARS = 256;

  private static final String NEWEST_NUMBER =
      "select coalesce(max(version), 0) from registry_version";
  private static final String VERSION =
      "select version, applied_at, applied_by, sha256, document from registry_version";
  private static final String NEWEST = VERSION + " order by version desc limit ?";
  private static final String ONE = VERSION + " where version = ?";
  private static final String HISTORY =
      "select version, applied_at, applied_by, sha256 from registry_version"
          + " order by version desc limit ?";
  private static final String APPLY =
      "insert into registry_version (version, applied_at, applied_by, sha256, document)"
          + " values (?, ?, ?, ?, ?)";
  private static final String SUSPENSION =
      "select client, since, suspended_by, reason, resumed_at, resumed_by from suspension";
  private static final String ACTIVE = SUSPENSION + " where active_of is not null order by client";
  private static final String ALL = SUSPENSION + " order by since desc limit ?";
  private static final String SUSPEND =
      "insert into suspension (client, since, active_of, suspended_by, reason)"
          + " values (?, ?, ?, ?, ?)";
  private static final String RESUME =
      "update suspension set active_of = null, resumed_at = ?, resumed_by = ? where active_of = ?";

  private final Jdbc jdbc;
  private final Clock clock;

  /**
   * Over a database whose tables are up to date.
   *
   * @param connections gives a connection of its own to each call
   * @param clock says when something was applied, suspended or resumed
   */
  public RegistryStore(DataSource connections, Clock clock) {
    this.jdbc = new Jdbc(connections);
    this.clock = clock;
  }

  /**
   * Makes a document the newest version, if nobody else did meanwhile.
   *
   * @param document what to apply
   * @param who who does, for the history; at most 64 characters
   * @param expected the version that it is to follow, 0 when there is none
   * @return the new version
   * @throws RegistryConflictException when another version is the newest
   */
  public StoredVersion apply(RegistryDocument document, String who, long expected)
      throws RegistryConflictException {
    StoredVersion next =
        new StoredVersion(expected + 1, now(), cut(who, MAX_NAME_CHARS), document.sha256());
    long newest = newestVersion();
    if (newest != expected) {
      throw new RegistryConflictException(expected, newest);
    }
    try {
      jdbc.update(
          APPLY,
          statement -> {
            statement.setLong(1, next.version());
            statement.setObject(2, time(next.appliedAt()));
            statement.setString(3, next.appliedBy());
            statement.setString(4, next.sha256());
            statement.setString(5, document.text());
          });
      return next;
    } catch (SQLException e) {
      if (Jdbc.isDuplicate(e)) { // versions are never removed, so the key is the comparison
        throw new RegistryConflictException(expected, newestVersion());
      }
      throw new RegistryUnavailableException("apply a document", e);
    }
  }

  /**
   * The newest version's number.
   *
   * @return 0 when none was ever applied
   */
  public long newestVersion() {
    return query("tell its version", NEWEST_NUMBER, Jdbc.Binder.NOTHING, row -> row.getLong(1))
        .get(0);
  }

  /**
   * The newest version.
   *
   * @return empty when none was ever applied
   */
  public Optional<StoredDocument> newest() {
    return query(
            "read its document",
            NEWEST,
            statement -> statement.setInt(1, 1),
            RegistryStore::document)
        .stream()
        .findFirst();
  }

  /**
   * One version.
   *
   * @param version its number
   * @return empty when there is none of that number
   */
  public Optional<StoredDocument> version(long version) {
    return query(
            "read a document",
            ONE,
            statement -> statement.setLong(1, version),
            RegistryStore::document)
        .stream()
        .findFirst();
  }

  /**
   * Who applied what.
   *
   * @param limit the most versions to tell of
   * @return the newest ones, newest first
   */
  public List<StoredVersion> history(int limit) {
    return query(
        "tell its history",
        HISTORY,
        statement -> statement.setInt(1, limit),
        RegistryStore::storedVersion);
  }

  /**
   * Suspends a client at every server until it is resumed. Durable when it returns.
   *
   * @param client its id, also of one that the registry doesn't have
   * @param who who does: a server's name, or a person; cut to 64 characters
   * @param reason why, for people; cut to 256 characters
   * @return false when it was suspended already
   */
  public boolean suspend(String client, String who, String reason) {
    try {
      jdbc.update(
          SUSPEND,
          statement -> {
            statement.setString(1, client);
            statement.setObject(2, time(now()));
            statement.setString(3, client);
            statement.setString(4, cut(who, MAX_NAME_CHARS));
            statement.setString(5, cut(reason, MAX_REASON_CHARS));
          });
      return true;
    } catch (SQLException e) {
      if (Jdbc.isDuplicate(e)) {
        return false;
      }
      throw new RegistryUnavailableException("suspend the client " + client, e);
    }
  }

  /**
   * Ends a client's suspension at every server. Durable when it returns.
   *
   * @param client its id
   * @param who who does, for the history; cut to 64 characters
   * @return false when it was not suspended
   */
  public boolean resume(String client, String who) {
    try {
      return jdbc.update(
              RESUME,
              statement -> {
                statement.setObject(1, time(now()));
                statement.setString(2, cut(who, MAX_NAME_CHARS));
                statement.setString(3, client);
              })
          > 0;
    } catch (SQLException e) {
      throw new RegistryUnavailableException("resume the client " + client, e);
    }
  }

  /**
   * Who is suspended now.
   *
   * @return by client
   */
  public List<Suspension> suspensions() {
    return query(
        "tell who is suspended", ACTIVE, Jdbc.Binder.NOTHING, RegistryStore::readSuspension);
  }

  /**
   * Who was ever suspended.
   *
   * @param limit the most suspensions to tell of
   * @return the newest ones, newest first
   */
  public List<Suspension> suspensionHistory(int limit) {
    return query(
        "tell who was suspended",
        ALL,
        statement -> statement.setInt(1, limit),
        RegistryStore::readSuspension);
  }

  /**
   * All clients of the newest version.
   *
   * @return in the order of the document; none when there is no version
   * @throws ConfigException when that document can't be read
   */
  public List<ClientStatus> list() {
    Optional<StoredDocument> newest = newest();
    if (newest.isEmpty()) {
      return List.of();
    }
    Map<String, Suspension> suspended =
        suspensions().stream().collect(Collectors.toMap(Suspension::client, Function.identity()));
    String source = "registry version " + newest.get().version().version();
    return RegistryDocument.parse(source, newest.get().text()).clients().stream()
        .map(entry -> new ClientStatus(entry, suspended.get(entry.id())))
        .toList();
  }

  private <T> List<T> query(String what, String sql, Jdbc.Binder binder, Jdbc.Reader<T> reader) {
    try {
      return jdbc.query(sql, binder, reader);
    } catch (SQLException e) {
      throw new RegistryUnavailableException(what, e);
    }
  }

  private static StoredDocument document(ResultSet row) throws SQLException {
    return new StoredDocument(storedVersion(row), row.getString(5));
  }

  private static StoredVersion storedVersion(ResultSet row) throws SQLException {
    return new StoredVersion(
        row.getLong(1),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getString(3),
        row.getString(4));
  }

  private static Suspension readSuspension(ResultSet row) throws SQLException {
    return new Suspension(
        row.getString(1),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getString(3),
        row.getString(4),
        instant(row.getObject(5, OffsetDateTime.class)),
        row.getString(6));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** Databases keep microseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static String cut(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars);
  }
}
