package dev.kekkai.keyserver.alarm;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.chore.Chores;
import dev.kekkai.keyserver.chore.LastDone;
import dev.kekkai.keyserver.db.Dialect;
import dev.kekkai.keyserver.db.Jdbc;
import dev.kekkai.keyserver.registry.ClientRegistry;
import dev.kekkai.keyserver.registry.RegistryChange;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what clients do, over all servers, and raises alarms. Each second every server writes what
 * it saw to the database, reads what all of them saw, and judges that; so who spreads over many
 * servers is seen as who uses one. An alarm is told by the server that gets to it first; a change
 * of the registry by each server that sees it. Thread-safe.
 *
 * <p>What is usual for a client is learned from periods that are over, and kept in the database: it
 * outlives restarts and is the same for all servers.
 */
public final class Alarms implements AlarmSink, AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** Longer than an outage that requests outlast. */
  private static final Duration MAX_AGE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

  /** After its end a period is learned this much later: other servers may have to write it yet. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Periods that are kept for learning, in case that no server ran for a while. */
  private static final long KEPT_PERIODS = 60;

  private final AlarmSettings settings;
  private final Clock clock;
  private final Counters counters;
  private final ActivityTable activity;
  private final BaselineTable baselineTable;
  private final Judge judge;
  private final AlarmRaiser raiser;
  private final Queue<RegistryChange> changes = new ConcurrentLinkedQueue<>();
  private final Chores chores = new Chores("kekkai-alarms");
  private final LastDone judged;
  private final AtomicBoolean overdue = new AtomicBoolean();

  /** Guarded by this, as all that follows. */
  private Map<BaselineTable.Subject, Baseline> baselines = Map.of();

  /** Periods before this one are learned, as far as this server is concerned. */
  private @Nullable Long learnedBefore;

  /** Without a thread. */
  Alarms(
      AlarmSettings settings,
      String server,
      DataSource connections,
      Dialect dialect,
      ClientRegistry registry,
      List<AlarmListener> listeners,
      MeterRegistry meters,
      Clock clock,
      LongSupplier nanos) {
    Jdbc jdbc = new Jdbc(connections);
    this.settings = settings;
    this.clock = clock;
    this.counters = new Counters(settings.period());
    this.activity = new ActivityTable(jdbc, dialect, UUID.randomUUID(), counters);
    this.baselineTable = new BaselineTable(jdbc, settings);
    this.judge = new Judge(settings);
    this.judged = new LastDone(MAX_AGE, nanos);
    this.raiser =
        new AlarmRaiser(new AlarmTable(jdbc), settings, server, registry, listeners, meters);
  }

  /**
   * Starts.
   *
   * @param settings when to raise alarms, the same at all servers
   * @param server this server's name
   * @param connections of a database whose tables are up to date
   * @param dialect which database it is
   * @param registry where clients are suspended
   * @param listeners are told of the alarms that this server raises
   * @param meters counts them, as {@code kekkai.alarms} by {@code kind}
   * @param clock the time; the events' times are by the same
   * @return to be closed by the caller
   */
  public static Alarms open(
      AlarmSettings settings,
      String server,
      DataSource connections,
      Dialect dialect,
      ClientRegistry registry,
      List<AlarmListener> listeners,
      MeterRegistry meters,
      Clock clock) {
    Alarms alarms =
        new Alarms(
            settings,
            server,
            connections,
            dialect,
            registry,
            listeners,
            meters,
            clock,
            System::nanoTime);
    alarms.chores.every(EVERY, "look at what clients do", alarms::look);
    return alarms;
  }

  @Override
  public void observed(List<AuditEvent> events) {
    events.forEach(counters::count);
    if (!isCurrent() && overdue.compareAndSet(false, true)) {
      LOG.error(
          "Nobody has judged what clients do for {} s: alarms are not raised and nobody is"
              + " suspended, while items are opened",
          MAX_AGE.toSeconds());
    }
  }

  /**
   * Whether what clients do is judged: the last time was not long ago.
   *
   * @return false when it is more than 30 s
   */
  public boolean isCurrent() {
    return judged.isRecent();
  }

  /**
   * A new version of the client registry, of which people are told. Returns at once.
   *
   * @param change what it changed
   */
  public void registryChanged(RegistryChange change) {
    changes.add(change);
  }

  /** Writes, reads and judges, as it is done each second. */
  synchronized void look() throws SQLException {
    long began = judged.now();
    Instant now = clock.instant();
    tellChanges(now); // before all that asks the database, which may be in the wrong hands
    long period = counters.period(now);
    counters.forget(period - KEPT_PERIODS); // when the database was away for long
    List<Count> changed = counters.changed();
    activity.write(changed);
    counters.written(changed);
    counters.forget(period - 1);
    learn(counters.period(now.minus(GRACE)));
    List<Count> counts = activity.sums(period - 1, period + 1);
    for (Judge.Finding finding : judge.findings(counts, period, elapsed(now, period), baselines)) {
      raiser.raise(finding, now, period);
    }
    judged.doneAt(began);
    if (overdue.compareAndSet(true, false)) {
      LOG.info("What clients do is judged again");
    }
  }

  private double elapsed(Instant now, long period) {
    Duration since = Duration.between(counters.begin(period), now);
    return (double) since.toMillis() / settings.period().toMillis();
  }

  private void learn(long before) throws SQLException {
    if (learnedBefore != null && before <= learnedBefore) {
      return;
    }
    long kept = before - KEPT_PERIODS;
    long from = learnedBefore == null ? kept : Math.max(kept, learnedBefore);
    List<Count> opened =
        activity.sums(from, before).stream()
            .filter(count -> count.activity().kind() == Activity.Kind.OPENED)
            .toList();
    baselineTable.learn(opened, counters);
    baselines = baselineTable.all();
    activity.forget(kept);
    learnedBefore = before;
  }

  private void tellChanges(Instant now) {
    for (RegistryChange next = changes.peek(); next != null; next = changes.peek()) {
      raiser.raise(next, now);
      changes.remove();
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    chores.close();
  }
}
