package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.EntryCodec;
import dev.kekkai.keyserver.audit.format.SealKey;
import dev.kekkai.keyserver.audit.format.SignedSeal;
import dev.kekkai.keyserver.audit.witness.Witness;
import dev.kekkai.keyserver.db.Database;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log as its callers see it: hands entries to the {@link ChainWriter} and waits for them. */
final class ChainLog implements AuditService {
  private static final Logger LOG = LoggerFactory.getLogger(ChainLog.class);

  private final AuditSettings settings;
  private final List<Witness> witnesses;
  private final WaitingWork work;
  private final UnsealedHeads heads;
  private final Sealer sealer;
  private final ChainStore store;
  private final ChainWriter writer;
  private final Thread writerThread;
  private final Thread sealerThread;
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean closed;

  ChainLog(
      Database database, AuditSettings settings, SealKey key, List<Witness> witnesses, Clock clock)
      throws SQLException, GeneralSecurityException {
    this.settings = settings;
    this.witnesses = List.copyOf(witnesses);
    this.work = new WaitingWork(settings.waiting());
    this.heads = new UnsealedHeads(settings, System::nanoTime);
    this.sealer = new Sealer(settings.server(), key, clock, heads, work::add);
    this.store = new ChainStore(database);
    this.writer =
        new ChainWriter(
            store,
            new ChainBeginning(database, settings.server(), clock),
            sealer,
            heads,
            work,
            this::show);
    this.writerThread = thread(writer, "kekkai-audit-writer");
    this.sealerThread = thread(sealer, "kekkai-audit-sealer");
  }

  private static Thread thread(Runnable runnable, String name) {
    Thread thread = new Thread(runnable, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void show(SignedSeal seal) {
    for (Witness witness : witnesses) {
      try {
        witness.accept(seal);
      } catch (RuntimeException e) {
        LOG.error("A witness failed where it must not", e);
      }
    }
  }

  @Override
  public void record(List<AuditEvent> events) throws AuditUnavailableException {
    if (events.isEmpty() || events.size() > MAX_EVENTS) {
      throw new IllegalArgumentException(
          "1 to " + MAX_EVENTS + " events can be recorded at once, not " + events.size());
    }
    try {
      write(new Submission(events.stream().map(EntryCodec::encode).toList()));
    } catch (AuditUnavailableException e) {
      refused.incrementAndGet();
      throw e;
    }
  }

  private void write(Submission submission) throws AuditUnavailableException {
    String hopeless = hopeless();
    if (hopeless != null) {
      throw new AuditUnavailableException(hopeless);
    }
    switch (work.offer(submission)) {
      case TAKEN -> await(submission);
      case FULL -> throw new AuditUnavailableException("Too many audit entries wait to be written");
      case CLOSED -> throw new AuditUnavailableException("The audit log is closed");
    }
  }

  /** Why an entry would not be written in time; null when it may be. */
  private @Nullable String hopeless() {
    Duration age = heads.age();
    if (age.compareTo(settings.unsealedLimit()) > 0) {
      String why = sealer.trouble();
      return String.format(
          Locale.ROOT,
          "Audit entries have had no seal for %d s%s",
          age.toSeconds(),
          why == null ? "" : ". " + why);
    }
    ChainWriter.Trouble trouble = writer.trouble();
    if (trouble == null) {
      return null;
    }
    long outage = System.nanoTime() - trouble.since();
    return outage > settings.recordWithin().toNanos() ? trouble.message() : null;
  }

  private void await(Submission submission) throws AuditUnavailableException {
    boolean decided;
    try {
      decided = submission.await(settings.recordWithin());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      decided = false;
    }
    if (!decided) {
      giveUp(submission);
    }
    Throwable failure = submission.failure();
    if (failure != null) {
      throw new AuditUnavailableException(
          "The audit entry was not written: " + failure.getMessage(), failure);
    }
  }

  private void giveUp(Submission submission) throws AuditUnavailableException {
    ChainWriter.Trouble trouble = writer.trouble();
    String why = trouble == null ? "" : ". " + trouble.message();
    if (submission.cancel()) {
      work.remove(submission);
      throw new AuditUnavailableException("The audit entry was not written in time" + why);
    }
    throw new AuditUnavailableException(
        "The audit entry was not written in time, and may still be" + why);
  }

  @Override
  public long incarnation() {
    return store.incarnation();
  }

  @Override
  public boolean isAvailable() {
    return trouble() == null;
  }

  private @Nullable String trouble() {
    if (closed || !writerThread.isAlive()) {
      return "The audit log is closed";
    }
    ChainWriter.Trouble trouble = writer.trouble();
    return trouble != null ? trouble.message() : hopeless();
  }

  @Override
  public AuditStatus status() {
    Head head = writer.head();
    return new AuditStatus(
        trouble(),
        head.chain().id(),
        head.sequence(),
        writer.sealedSequence(),
        heads.age(),
        work.entries(),
        writer.written(),
        writer.commits(),
        writer.seals(),
        refused.get(),
        witnesses.stream().map(Witness::status).toList());
  }

  @Override
  public void close() {
    if (!work.stopAccepting()) {
      return;
    }
    closed = true;
    long end = System.nanoTime() + settings.closeWithin().toNanos();
    try {
      endChain(end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    work.end();
    sealerThread.interrupt();
    writerThread.interrupt();
    store.abort();
    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    witnesses.forEach(witness -> witness.close(left));
  }

  /** Whatever does not get ready in time is left as a crash would leave it. */
  private void endChain(long end) throws InterruptedException {
    if (!work.awaitDrained(end - System.nanoTime())) {
      LOG.warn("The audit log could not write all that waited in time: its chain has no end");
      return;
    }
    heads.end(writer.head());
    sealerThread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    if (sealerThread.isAlive() || !work.awaitDrained(end - System.nanoTime())) {
      LOG.warn("The end of the audit chain could not be sealed in time");
    }
  }
}
