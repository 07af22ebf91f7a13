package dev.kekkai.integration.keyserver;

import dev.kekkai.client.Clients;
import dev.kekkai.client.ItemResult;
import dev.kekkai.client.KeyServerException;
import dev.kekkai.client.KeyServerUnavailableException;
import dev.kekkai.client.OpenRequest;
import dev.kekkai.client.Opened;
import dev.kekkai.client.QuotaExceededException;
import dev.kekkai.formats.EncryptionContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Threads that seal new values and have them opened, over and over, and know what they got. */
final class Openers {
  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "otp", "17");
  private static final int VALUE_BYTES = 40;
  private static final int BATCH = 20;

  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final LongAdder wrong = new LongAdder();
  private final LongAdder overQuota = new LongAdder();
  private final LongAdder unavailable = new LongAdder();
  private final SecureRandom random = new SecureRandom();
  private volatile boolean stopped;

  /** One item in a request; every failure counts. */
  void one(Clients clients) {
    start(() -> open(clients));
  }

  /** Many items in a request; every failure counts. */
  void many(Clients clients) {
    start(() -> openMany(clients));
  }

  /** One item in a request, by a client with a quota, who does not wait for servers. */
  void hasty(Clients clients) {
    start(
        () -> {
          try {
            open(clients);
          } catch (QuotaExceededException e) {
            overQuota.increment();
          } catch (KeyServerUnavailableException e) {
            unavailable.increment();
          }
        });
  }

  private interface Work {
    void once() throws Exception;
  }

  private void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              while (!stopped) {
                try {
                  work.once();
                } catch (Exception e) {
                  failures.add(e.toString());
                }
              }
            },
            "opener-" + threads.size());
    threads.add(thread);
    thread.start();
  }

  private void open(Clients clients) throws Exception {
    byte[] value = value();
    String item = clients.sealer().seal("cards", value, CONTEXT);
    got(item, value, clients.keyServer().open(item, CONTEXT));
  }

  private void openMany(Clients clients) throws Exception {
    List<byte[]> values = new ArrayList<>();
    List<OpenRequest> requests = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      values.add(value());
      requests.add(
          new OpenRequest(clients.sealer().seal("cards", values.get(i), CONTEXT), CONTEXT));
    }
    List<ItemResult<Opened>> results = clients.keyServer().openAll(requests);
    for (int i = 0; i < BATCH; i++) {
      try {
        got(requests.get(i).item(), values.get(i), results.get(i).get().plaintext());
      } catch (KeyServerException e) {
        failures.add("in a batch: " + e);
      }
    }
  }

  private byte[] value() {
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    return value;
  }

  private void got(String item, byte[] value, byte[] opened) throws Exception {
    if (!Arrays.equals(value, opened)) {
      wrong.increment();
    }
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(item.getBytes(StandardCharsets.US_ASCII));
    answered.add(HexFormat.of().formatHex(digest));
  }

  /** Waits for what is under way. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** SHA-256 of the items that were opened for a client, as the audit log has them. */
  Set<String> answered() {
    return answered;
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  long wrong() {
    return wrong.sum();
  }

  /** Requests refused since the quota was used up. */
  long overQuota() {
    return overQuota.sum();
  }

  /** Requests of the hasty that no server answered in time. */
  long unavailable() {
    return unavailable.sum();
  }
}
