package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.access.Authenticator;
import dev.kekkai.keyserver.access.Caller;
import dev.kekkai.keyserver.access.Inbound;
import dev.kekkai.keyserver.access.ItemService;
import dev.kekkai.keyserver.access.RejectedException;
import dev.kekkai.keyserver.access.UnavailableException;
import dev.kekkai.keyserver.registry.Operation;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives the audit log to those who may read it. That they did is in it too. */
final class AuditEndpoint implements Endpoint {
  private static final int MOST = 1_000;

  /** Of usual entries more than a page. */
  private static final int MOST_BYTES = 4 << 20;

  /** How many pages are in memory at a time, those included that a client is slow to take. */
  private static final int MOST_PAGES = 4;

  /** Nothing here needs percent-encoding, so none is read. */
  private static final Pattern PARAMETER = Pattern.compile("(chain|from|limit)=([0-9a-f-]{1,36})");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final Authenticator authenticator;
  private final ItemService items;
  private final AuditPages pages;
  private final Semaphore seats = new Semaphore(MOST_PAGES);

  AuditEndpoint(Authenticator authenticator, ItemService items, AuditPages pages) {
    this.authenticator = authenticator;
    this.items = items;
    this.pages = pages;
  }

  private record Query(@Nullable UUID chain, long from, int limit) {}

  @Override
  public Answer handle(Inbound request, BooleanSupplier wanted)
      throws RejectedException, UnavailableException {
    Caller caller = ItemsEndpoint.authenticate(authenticator, request);
    if (!items.admit(Operation.AUDIT, caller)) {
      return Problem.FORBIDDEN.answer(request.id());
    }
    Optional<Query> query = query(request.target().getRawQuery());
    if (query.isEmpty()) {
      items.refuse(Operation.AUDIT, caller, "malformed-request");
      return Problem.BAD_REQUEST.answer(request.id());
    }
    items.permit(Operation.AUDIT, caller);
    if (!seats.tryAcquire()) {
      throw new UnavailableException("audit pages: " + MOST_PAGES + " are being read already");
    }
    boolean given = false;
    try {
      Answer answer = page(query.get(), request).then(seats::release);
      given = true;
      return answer;
    } finally {
      if (!given) {
        seats.release();
      }
    }
  }

  private Answer page(Query wish, Inbound request) throws UnavailableException {
    BoundedBytes lines = new BoundedBytes(MOST_BYTES);
    try {
      pages.write(wish.chain(), wish.from(), wish.limit(), lines);
    } catch (IOException e) {
      if (lines.isFull()) {
        return Problem.TOO_LARGE.answer(request.id());
      }
      throw new UnavailableException("audit pages: " + e.getMessage(), e);
    }
    return Answer.of(200, "application/jsonl", lines.toByteArray());
  }

  /** Empty when it is not one that is understood. */
  private static Optional<Query> query(@Nullable String raw) {
    Map<String, String> parameters = new HashMap<>();
    if (raw != null) {
      for (String parameter : raw.split("&", -1)) {
        Matcher matcher = PARAMETER.matcher(parameter);
        if (!matcher.matches() || parameters.put(matcher.group(1), matcher.group(2)) != null) {
          return Optional.empty();
        }
      }
    }
    try {
      String chain = parameters.get("chain");
      long from = number(parameters.getOrDefault("from", "1"));
      long limit = number(parameters.getOrDefault("limit", Integer.toString(MOST)));
      return from < 1 || limit < 1 || limit > MOST
          ? Optional.empty()
          : Optional.of(
              new Query(chain == null ? null : UUID.fromString(chain), from, (int) limit));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("not a number");
    }
    return Long.parseLong(text);
  }
}
