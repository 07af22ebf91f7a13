package dev.kekkai.client;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.kekset.KekSet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sealed items through a key server, or any of several.
 *
 * <p>Each request is signed, over TLS 1.3 with both certificates, by HTTP/2 where the server has
 * it. An attempt that finds no server, loses it, or is not answered in time is repeated, signed
 * anew, until the deadline; what the server decided is not. Thread-safe: one object for the whole
 * application. Close it in the end.
 */
public final class KeyServerClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeyServerClient.class);
  private static final Duration RARELY = Duration.ofSeconds(30);
  private static final Duration OFTEN = Duration.ofMillis(50);

  private final Dispatcher dispatcher;
  private final ItemCalls items;
  private final Duration deadline;
  private final Clock clock;
  private final @Nullable KekSetCache keks;
  private final @Nullable OpenedCache cache;
  private final Background background = new Background();
  private final Hourly refreshWarning;

  KeyServerClient(KeyServerClientBuilder builder, Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
    this.deadline = builder.deadline;
    this.clock = builder.clock;
    this.keks = builder.keks;
    this.cache = builder.cache;
    this.items = new ItemCalls(dispatcher, clock);
    this.refreshWarning = new Hourly(clock);
  }

  /**
   * Starts to describe a client.
   *
   * @return a builder
   */
  public static KeyServerClientBuilder builder() {
    return new KeyServerClientBuilder();
  }

  /**
   * Opens one item.
   *
   * @param item the sealed item, a JWE in compact form
   * @param context where the value has to belong
   * @return the plaintext, which is the caller's, to be wiped
   * @throws NotOpenedException when the item does not open, for whatever reason
   * @throws ForbiddenException when this client may not
   * @throws QuotaExceededException when it may not now
   * @throws KeyServerUnavailableException when no server did it within the deadline
   * @throws KeyServerException for everything else that is wrong
   */
  public byte[] open(String item, EncryptionContext context) throws KeyServerException {
    return open(new OpenRequest(item, context)).plaintext();
  }

  /**
   * Opens one item, and says under which KEK it was.
   *
   * @param request item and context
   * @return the plaintext and the KEK
   * @throws KeyServerException as {@link #open(String, EncryptionContext)}
   */
  public Opened open(OpenRequest request) throws KeyServerException {
    requireOpen();
    Opened known = cache == null ? null : cache.get(request);
    if (known != null) {
      return known;
    }
    Opened opened = items.one(Operation.OPEN, request, Deadline.in(deadline));
    if (cache != null) {
      cache.put(request, opened);
    }
    return opened;
  }

  /**
   * Opens many items, 100 in a request, within the deadline of one call.
   *
   * @param requests items and contexts
   * @return a result for each, in the same order
   */
  public List<ItemResult<Opened>> openAll(List<OpenRequest> requests) {
    return openAll(requests, deadline);
  }

  /**
   * Opens many items, 100 in a request, the requests one after another. When one request as a whole
   * fails, the items of those after it fail for the same reason.
   *
   * @param requests items and contexts
   * @param within the deadline for all of them together
   * @return a result for each, in the same order
   */
  public List<ItemResult<Opened>> openAll(List<OpenRequest> requests, Duration within) {
    requireOpen();
    SortedMap<Integer, ItemResult<Opened>> results = new TreeMap<>();
    BatchRun<Opened> run = items.many(Operation.OPEN, Deadline.in(within));
    for (int i = 0; i < requests.size(); i++) {
      OpenRequest request = requests.get(i);
      Opened known = cache == null ? null : cache.get(request);
      if (known == null) {
        run.add(i, request);
      } else {
        results.put(i, new ItemResult.Done<>(known));
      }
    }
    run.finish()
        .forEach(
            (index, result) -> {
              results.put(index, result);
              if (cache != null && result instanceof ItemResult.Done<Opened> done) {
                cache.put(requests.get(index), done.value());
              }
            });
    return List.copyOf(results.values());
  }

  /**
   * Has an item opened and sealed anew inside the server, under the primary version of its KEK, so
   * that the old version can retire. Nothing is opened here.
   *
   * @param item the sealed item
   * @param context where the value has to belong
   * @return the new item, of the same KEK name and context, to be stored in place of the old one
   * @throws KeyServerException as {@link #open(String, EncryptionContext)}
   */
  public Resealed reseal(String item, EncryptionContext context) throws KeyServerException {
    requireOpen();
    return items.one(Operation.RESEAL, new OpenRequest(item, context), Deadline.in(deadline));
  }

  /**
   * Reseals many items within the deadline of one call.
   *
   * @param requests items and contexts
   * @return a result for each, in the same order
   */
  public List<ItemResult<Resealed>> resealAll(List<OpenRequest> requests) {
    return resealAll(requests, deadline);
  }

  /**
   * Reseals many items as {@link #openAll(List, Duration)} opens them.
   *
   * @param requests items and contexts
   * @param within the deadline for all of them together
   * @return a result for each, in the same order
   */
  public List<ItemResult<Resealed>> resealAll(List<OpenRequest> requests, Duration within) {
    requireOpen();
    BatchRun<Resealed> run = items.many(Operation.RESEAL, Deadline.in(within));
    for (int i = 0; i < requests.size(); i++) {
      run.add(i, requests.get(i));
    }
    return List.copyOf(run.finish().values());
  }

  /**
   * Asks for the current KEK set and gives it to the {@link KekSetCache}.
   *
   * @return the set in use from now on
   * @throws KeyServerException when no server gave one
   * @throws KekSetRefusedException when the one it gave is not to be used; the old one stays
   * @throws IllegalStateException when this client was built without a cache of KEK sets
   */
  public KekSet refreshKeks() throws KeyServerException, KekSetRefusedException {
    requireOpen();
    if (keks == null) {
      throw new IllegalStateException("This client was built without a KekSetCache");
    }
    Call call = Call.get("/v1/keks", Call.JOSE);
    try (Answer answer = dispatcher.send(call, Deadline.in(deadline))) {
      Statuses.requireOk(answer, clock);
      keks.offer(new String(answer.body(call), StandardCharsets.US_ASCII).strip());
    }
    return keks.held().orElseThrow();
  }

  /** Begins what is done from time to time. */
  void start(@Nullable Duration refresh) {
    if (refresh != null && keks != null) {
      Duration first = keks.isStale() ? Duration.ZERO : refresh;
      background.every(first, refresh, this::refreshQuietly);
    }
    if (cache != null) {
      Duration quarter = cache.maxAge().dividedBy(4);
      Duration pause = quarter.compareTo(RARELY) > 0 ? RARELY : quarter;
      pause = pause.compareTo(OFTEN) < 0 ? OFTEN : pause;
      background.every(pause, pause, cache::sweep);
    }
  }

  private void refreshQuietly() {
    try {
      refreshKeks();
    } catch (KekkaiClientException e) {
      if (!dispatcher.isClosed() && refreshWarning.isDue()) {
        LOG.warn("The KEK set was not refreshed: {}", e.getMessage());
      }
    }
  }

  private void requireOpen() {
    if (dispatcher.isClosed()) {
      throw new IllegalStateException("The client is closed");
    }
  }

  /**
   * Ends the connections, and wipes and closes the cache of opened values. Calls that wait for a
   * server fail. A second call does nothing.
   */
  @Override
  public void close() {
    dispatcher.close();
    background.close();
    if (cache != null) {
      cache.close();
    }
  }
}
