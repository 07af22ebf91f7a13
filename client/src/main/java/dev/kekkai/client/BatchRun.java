package dev.kekkai.client;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks for many items, in batches one after another. When a batch as a whole fails, those after it
 * are not sent: they would fail for the same reason. For one thread.
 */
final class BatchRun<T> {

  /** The most items the server takes at once. */
  static final int MAX_ITEMS = 100;

  /** The longest body it takes, with some room for what is around the items. */
  private static final int MAX_BYTES = 2 * 1024 * 1024 - 1024;

  private final Dispatcher dispatcher;
  private final Clock clock;
  private final Operation<T> operation;
  private final Deadline deadline;
  private final SortedMap<Integer, ItemResult<T>> results = new TreeMap<>();
  private final SortedMap<Integer, OpenRequest> batch = new TreeMap<>();
  private final List<byte[]> bodies = new ArrayList<>();
  private int bytes;
  private @Nullable KeyServerException stopped;

  BatchRun(Dispatcher dispatcher, Clock clock, Operation<T> operation, Deadline deadline) {
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.operation = operation;
    this.deadline = deadline;
  }

  /** Adds an item under the number that its result gets; numbers have to grow. */
  void add(int index, OpenRequest request) {
    if (!ItemShape.isPossible(request.item())) {
      results.put(index, new ItemResult.Failed<>(new NotOpenedException()));
      return;
    }
    byte[] body = JsonRequests.item(request);
    if (batch.size() == MAX_ITEMS || bytes + body.length + 1 > MAX_BYTES) {
      flush();
    }
    batch.put(index, request);
    bodies.add(body);
    bytes += body.length + 1;
  }

  /** The results of all items, by their numbers. */
  SortedMap<Integer, ItemResult<T>> finish() {
    flush();
    return results;
  }

  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    if (stopped == null) {
      try {
        send();
      } catch (KeyServerException e) {
        stopped = e;
      }
    }
    if (stopped != null) {
      for (Integer index : batch.keySet()) {
        results.put(index, new ItemResult.Failed<>(stopped));
      }
    }
    batch.clear();
    bodies.clear();
    bytes = 0;
  }

  private void send() throws KeyServerException {
    Call call = Call.post(operation.path() + "/batch", JsonRequests.batch(bodies));
    try (Answer answer = dispatcher.send(call, deadline)) {
      Statuses.requireOk(answer, clock);
      List<AnswerFields> fields = JsonAnswers.batch(answer.body(call));
      try {
        if (fields.size() != batch.size()) {
          throw new UnexpectedAnswerException(
              fields.size() + " results for " + batch.size() + " items");
        }
        int i = 0;
        for (var asked : batch.entrySet()) {
          results.put(asked.getKey(), result(fields.get(i++), asked.getValue()));
        }
      } finally {
        fields.forEach(AnswerFields::wipe);
      }
    }
  }

  private ItemResult<T> result(AnswerFields fields, OpenRequest asked) {
    try {
      return fields.result(operation.kind(), asked);
    } catch (UnexpectedAnswerException e) {
      return new ItemResult.Failed<>(e); // the others of the batch are in order
    }
  }
}
