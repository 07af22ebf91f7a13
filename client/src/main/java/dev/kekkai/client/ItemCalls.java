package dev.kekkai.client;

import java.time.Clock;

/** Asks for items and reads the answers. Thread-safe. */
final class ItemCalls {

  private final Dispatcher dispatcher;
  private final Clock clock;

  ItemCalls(Dispatcher dispatcher, Clock clock) {
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  <T> T one(Operation<T> operation, OpenRequest request, Deadline deadline)
      throws KeyServerException {
    if (!ItemShape.isPossible(request.item())) {
      throw new NotOpenedException();
    }
    Call call = Call.post(operation.path(), JsonRequests.item(request));
    try (Answer answer = dispatcher.send(call, deadline)) {
      Statuses.requireOk(answer, clock);
      AnswerFields fields = JsonAnswers.single(answer.body(call));
      try {
        return fields.result(operation.kind(), request).get();
      } finally {
        fields.wipe();
      }
    }
  }

  <T> BatchRun<T> many(Operation<T> operation, Deadline deadline) {
    return new BatchRun<>(dispatcher, clock, operation, deadline);
  }
}
