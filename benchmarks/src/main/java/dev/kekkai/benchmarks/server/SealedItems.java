package dev.kekkai.benchmarks.server;

import dev.kekkai.client.Clients;
import dev.kekkai.client.ItemResult;
import dev.kekkai.client.KekUnavailableException;
import dev.kekkai.client.KeyServerException;
import dev.kekkai.client.OpenRequest;
import dev.kekkai.client.Opened;
import dev.kekkai.formats.EncryptionContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Sealed values and what they are; asks the key server for them in turn. Thread-safe. */
final class SealedItems {
  private static final int COUNT = 1000;

  private final Clients clients;
  private final List<byte[]> values = new ArrayList<>();
  private final List<OpenRequest> requests = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  /** Seals them, offline. */
  SealedItems(Clients clients, String kek) throws KekUnavailableException {
    this.clients = clients;
    for (int i = 0; i < COUNT; i++) {
      // as long as the secret of a one-time password
      byte[] value =
          String.format(Locale.ROOT, "JBSWY3DPEHPK3PXPJBSWY3DP%08d", i)
              .getBytes(StandardCharsets.UTF_8);
      EncryptionContext context = EncryptionContext.of("users", "otp", Integer.toString(i));
      values.add(value);
      requests.add(new OpenRequest(clients.sealer().seal(kek, value, context), context));
    }
  }

  /** Has one opened. */
  int open() throws KeyServerException {
    int i = next(1);
    prove(i, clients.keyServer().open(requests.get(i)));
    return 1;
  }

  /** Has so many opened in one request. */
  int openBatch(int size) throws KeyServerException {
    int first = next(size);
    List<ItemResult<Opened>> results =
        clients.keyServer().openAll(requests.subList(first, first + size));
    for (int i = 0; i < size; i++) {
      prove(first + i, results.get(i).get());
    }
    return size;
  }

  private int next(int size) {
    return Math.floorMod(next.getAndIncrement(), COUNT / size) * size;
  }

  private void prove(int index, Opened opened) {
    byte[] plaintext = opened.plaintext();
    boolean same = Arrays.equals(plaintext, values.get(index));
    Arrays.fill(plaintext, (byte) 0);
    if (!same) {
      throw new IllegalStateException("What was opened is not what was sealed");
    }
  }
}
