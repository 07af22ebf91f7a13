package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.TokenKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rewraps many DEKs: this thread reads pages in order of id, others rewrap their rows in the token,
 * and one writes each page in one transaction, all at the same time. What was read and not written
 * when something fails is as it was. For one run.
 */
final class BulkRewrap {
  /** Rows of a page: neighbours in order of id, so that they share digests of the store's head. */
  static final int PAGE = 2000;

  /** So many are no accident: somebody has to look first. */
  static final int MOST_FAILED = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(BulkRewrap.class);
  private static final int PAGES_AHEAD = 3;
  private static final int PART = 125;

  /** A row that others change all the time is left to the next pass. */
  private static final int TRIES = 20;

  private final DekStore store;
  private final Rewrapper rewrapper;
  private final TokenKey to;
  private final int threads;
  private final RewrapListener listener;
  private final Map<UUID, FailedDek> failed = new LinkedHashMap<>();
  private long rewrapped;

  BulkRewrap(
      DekStore store, Rewrapper rewrapper, TokenKey to, int threads, RewrapListener listener) {
    this.store = store;
    this.rewrapper = rewrapper;
    this.to = to;
    this.threads = threads;
    this.listener = listener;
  }

  /** Reads rows that are to be rewrapped. */
  interface Pages {
    /** At most so many in order of id, after the given one. */
    List<DekRecord> read(@Nullable UUID after, int limit);
  }

  synchronized long rewrapped() {
    return rewrapped;
  }

  synchronized List<FailedDek> failed() {
    return List.copyOf(failed.values());
  }

  /**
   * Until a pass finds nothing to do, for rows that others made or changed meanwhile.
   *
   * @throws TokenException when the token is in trouble; what was committed stays
   * @throws StoreException when the store is, or too many rows can't be rewrapped
   */
  void run(Pages pages) throws TokenException {
    RewrapStages stages = new RewrapStages(rewrapper, to, threads);
    ExecutorService writer = RewrapThreads.pool(1, "kekkai-rewrap-writer");
    try {
      long before;
      do {
        before = rewrapped();
        pass(pages, stages, writer);
      } while (rewrapped() > before);
    } finally {
      stages.end();
      RewrapThreads.end(writer); // nothing changes any more once this has returned
    }
  }

  private void pass(Pages pages, RewrapStages stages, ExecutorService writer)
      throws TokenException {
    Deque<List<Future<List<RewrapStages.Outcome>>>> ahead = new ArrayDeque<>();
    List<DekRecord> page = pages.read(null, PAGE);
    Future<?> writing = null;
    while (!page.isEmpty() || !ahead.isEmpty()) {
      while (!page.isEmpty() && ahead.size() < PAGES_AHEAD) {
        UUID last = page.get(page.size() - 1).id();
        ahead.add(start(page, stages));
        page = pages.read(last, PAGE);
      }
      List<RewrapStages.Outcome> outcomes = new ArrayList<>(PAGE);
      for (Future<List<RewrapStages.Outcome>> part : ahead.remove()) {
        outcomes.addAll(RewrapThreads.result(part));
      }
      if (writing != null) {
        RewrapThreads.result(writing);
      }
      writing =
          writer.submit(
              () -> {
                write(outcomes, stages);
                return outcomes.size();
              });
    }
    if (writing != null) {
      RewrapThreads.result(writing);
    }
  }

  private List<Future<List<RewrapStages.Outcome>>> start(
      List<DekRecord> page, RewrapStages stages) {
    List<DekRecord> rows = page.stream().filter(row -> !isFailed(row.id())).toList();
    List<Future<List<RewrapStages.Outcome>>> parts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += PART) {
      parts.add(stages.start(rows.subList(i, Math.min(rows.size(), i + PART))));
    }
    return parts;
  }

  private synchronized boolean isFailed(UUID id) {
    return failed.containsKey(id);
  }

  private void write(List<RewrapStages.Outcome> outcomes, RewrapStages stages)
      throws TokenException {
    List<DekRecord> nexts = new ArrayList<>();
    for (RewrapStages.Outcome outcome : outcomes) {
      DekRecord next = outcome.next();
      if (next != null) {
        nexts.add(next);
      } else {
        fail(outcome.row(), String.valueOf(outcome.why()));
      }
    }
    writeAll(nexts, stages);
    listener.done(outcomes.size());
  }

  /**
   * Where rows were changed by others than Kekkai, those beside them are told from them. Where it
   * is the head that doesn't fit, nothing can be told of any row, and the run ends.
   */
  private void writeAll(List<DekRecord> nexts, RewrapStages stages) throws TokenException {
    Set<UUID> written;
    try {
      written = store.updateWrappings(nexts);
    } catch (StoreChangedException e) {
      store.findProved(UUID.randomUUID()); // throws when it is the head
      if (nexts.size() == 1) {
        fail(nexts.get(0), String.valueOf(e.getMessage()));
        return;
      }
      int middle = nexts.size() / 2;
      writeAll(nexts.subList(0, middle), stages);
      writeAll(nexts.subList(middle, nexts.size()), stages);
      return;
    }
    count(written.size());
    for (DekRecord next : nexts) {
      if (!written.contains(next.id())) {
        again(next.id(), stages);
      }
    }
  }

  /** A row that somebody else changed meanwhile is read again, and rewrapped as it is now. */
  private void again(UUID id, RewrapStages stages) throws TokenException {
    for (int i = 0; i < TRIES; i++) {
      DekRecord row = store.find(id).orElse(null);
      if (row == null
          || row.state() == DekState.DESTROYED
          || row.wrapped().kek().equals(to.ref())) {
        return;
      }
      RewrapStages.Outcome outcome = stages.now(row);
      DekRecord next = outcome.next();
      if (next == null) {
        fail(row, String.valueOf(outcome.why()));
        return;
      }
      if (!store.updateWrappings(List.of(next)).isEmpty()) {
        count(1);
        return;
      }
    }
  }

  private synchronized void count(long more) {
    rewrapped += more;
  }

  private synchronized void fail(DekRecord row, String why) {
    FailedDek dek = new FailedDek(row.id(), why);
    failed.put(dek.id(), dek);
    LOG.error(
        "The DEK '{}' ({}) can't be rewrapped and stays as it is: {}", row.name(), row.id(), why);
    listener.failed(dek);
    if (failed.size() >= MOST_FAILED) {
      throw new StoreException(
          MOST_FAILED
              + " DEKs can't be rewrapped, the last one because "
              + why
              + ". See to that first; then run this again",
          null);
    }
  }
}
