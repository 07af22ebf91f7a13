package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.ChainStore.Batch;
import dev.kekkai.keyserver.audit.WaitingWork.Group;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.audit.format.HashChain;
import dev.kekkai.keyserver.audit.format.SignedSeal;
import dev.kekkai.keyserver.chore.Pause;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes a server's chain: what came while it wrote is its next transaction. A
 * transaction that failed is tried again, the same one, until it is certain what became of it; only
 * then comes the next.
 */
final class ChainWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ChainWriter.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ChainStore store;
  private final ChainBeginning beginning;
  private final Sealer sealer;
  private final UnsealedHeads heads;
  private final WaitingWork work;
  private final Consumer<SignedSeal> stored;
  private final Pause pause = new Pause(FIRST_PAUSE, LONGEST_PAUSE);
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong seals = new AtomicLong();
  private volatile Head head;
  private volatile long sealedSequence;
  private volatile @Nullable Trouble trouble;

  ChainWriter(
      ChainStore store,
      ChainBeginning beginning,
      Sealer sealer,
      UnsealedHeads heads,
      WaitingWork work,
      Consumer<SignedSeal> stored)
      throws SQLException, GeneralSecurityException {
    this.store = store;
    this.beginning = beginning;
    this.sealer = sealer;
    this.heads = heads;
    this.work = work;
    this.stored = stored;
    this.head = begin();
    store.open(head);
  }

  /** What keeps entries from being written, and since when, in nanoseconds. */
  record Trouble(String message, long since) {}

  /** Null when the last attempt succeeded. */
  @Nullable Trouble trouble() {
    return trouble;
  }

  /** What is durable. */
  Head head() {
    return head;
  }

  long sealedSequence() {
    return sealedSequence;
  }

  long written() {
    return written.get();
  }

  long commits() {
    return commits.get();
  }

  long seals() {
    return seals.get();
  }

  @Override
  public void run() {
    try {
      for (Group group = work.next(); group != null; group = work.next()) {
        write(group);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the log is being closed and has waited long enough
    } catch (RuntimeException | Error e) {
      LOG.error("The audit log can't be written any more: restart the server", e);
      throw e;
    } finally {
      work.end(); // whatever ended this thread: nobody waits for it
      AuditUnavailableException closed = new AuditUnavailableException("The audit log is closed");
      work.leftOver().forEach(submission -> submission.failed(closed));
    }
  }

  private void write(Group group) throws InterruptedException {
    List<AuditRow.Entry> entries = chained(group.submissions());
    List<AuditRow.SealRow> sealRows =
        group.seals().stream().map(seal -> AuditRow.SealRow.of(seal.signed())).toList();
    if (entries.isEmpty() && sealRows.isEmpty()) {
      return; // everybody gave up before it was begun
    }
    try {
      writeUntilCertain(new Batch(entries, sealRows));
      committed(group, entries);
    } catch (ChainLostException e) {
      lost(group, e);
    } catch (InterruptedException | RuntimeException | Error e) {
      fail(group, e);
      throw e;
    }
  }

  private List<AuditRow.Entry> chained(List<Submission> submissions) {
    List<AuditRow.Entry> entries = new ArrayList<>();
    long sequence = head.sequence();
    Bytes hash = head.hash();
    for (Submission submission : submissions) {
      for (byte[] entry : submission.entries()) {
        hash = HashChain.next(hash, entry);
        sequence++;
        entries.add(new AuditRow.Entry(head.chain().id(), sequence, hash, Bytes.of(entry)));
      }
    }
    return entries;
  }

  private void writeUntilCertain(Batch batch) throws ChainLostException, InterruptedException {
    while (true) {
      try {
        store.write(head, batch);
        works();
        return;
      } catch (SQLException | RuntimeException | Error e) {
        // errors too: PostgreSQL's driver has assertions about connections that break
        failed("Audit entries can't be written", e);
        waitBeforeNextAttempt();
      }
    }
  }

  private void committed(Group group, List<AuditRow.Entry> entries) {
    if (!entries.isEmpty()) {
      AuditRow.Entry last = entries.get(entries.size() - 1);
      head = new Head(head.chain(), last.sequence(), last.hash());
      written.addAndGet(entries.size());
      heads.committed(head.chain(), entries);
    }
    commits.incrementAndGet();
    group.submissions().forEach(Submission::durable);
    for (SealedHead seal : group.seals()) {
      heads.stored(seal.point());
      if (seal.point().head().chain() == head.chain()) {
        sealedSequence = seal.point().head().sequence();
      }
      seals.incrementAndGet();
      stored.accept(seal.signed());
    }
  }

  /** What was acknowledged is gone, or rows of somebody else are there: nothing may follow them. */
  private void lost(Group group, ChainLostException reason) throws InterruptedException {
    LOG.error(
        "The audit chain {} can't go on: {}. A new one is begun; verify the audit log",
        head.chain().id(),
        reason.getMessage());
    fail(group, reason);
    heads.abandoned();
    group.seals().forEach(this::storeElsewhere);
    while (true) {
      try {
        head = begin();
        sealedSequence = 0;
        works();
        return;
      } catch (SQLException | GeneralSecurityException | RuntimeException | Error e) {
        failed("No audit chain can be begun", e);
        waitBeforeNextAttempt();
      }
    }
  }

  /** Another transaction may be able to store a seal; a third one is not tried. */
  private void storeElsewhere(SealedHead seal) {
    if (seal.isSecondTry()) {
      heads.stored(seal.point());
      stored.accept(seal.signed());
    } else {
      work.add(seal.secondTry());
    }
  }

  private Head begin() throws SQLException, GeneralSecurityException {
    ChainBeginning.Begun begun = beginning.begin(sealer);
    seals.incrementAndGet();
    commits.incrementAndGet();
    stored.accept(begun.start());
    LOG.info("Audit chain {} has begun", begun.chain().id());
    return Head.startOf(begun.chain());
  }

  private static void fail(Group group, Throwable reason) {
    group.submissions().forEach(submission -> submission.failed(reason));
  }

  private void failed(String what, Throwable e) {
    Trouble before = trouble;
    String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    if (before == null) {
      LOG.warn("{}, will try again: {}", what, why);
    }
    long since = before == null ? System.nanoTime() : before.since();
    trouble = new Trouble(what + ": " + why, since);
  }

  private void works() {
    if (trouble != null) {
      LOG.info("Audit entries are written again");
      trouble = null;
    }
    pause.reset();
  }

  private void waitBeforeNextAttempt() throws InterruptedException {
    if (work.awaitEnd(pause.next().toMillis())) {
      throw new InterruptedException("the log is closed");
    }
  }
}
