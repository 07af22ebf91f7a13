package dev.kekkai.formats.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.InvalidKeyException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.IllegalBlockSizeException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the segments of a stream from an input to an output, in order and in constant memory. The
 * caller's thread reads and writes; with more than one thread, others seal or open meanwhile. For
 * one stream, for one thread.
 */
final class SegmentPump implements AutoCloseable {
  /** What a batch holds, unless its one segment is larger. */
  private static final int BATCH_BYTES = 256 * 1024;

  private record UnderWay(Batch batch, Future<Integer> result) {}

  private final int segments;
  private final Blocks blocks;
  private final OutputStream out;
  private final @Nullable ExecutorService workers;
  private final int most;
  private final Supplier<Batch> another;
  private final List<Batch> all = new ArrayList<>();
  private final Deque<UnderWay> underWay = new ArrayDeque<>();
  private long plaintext;

  /**
   * For one stream.
   *
   * @param first has sealed or opened the header
   * @param messages more of them, each with a Cipher of its own
   * @param aads each for one thread
   * @param threads how many seal or open; with one, the caller does
   */
  SegmentPump(
      SegmentWork work,
      SealedMessages first,
      Supplier<SealedMessages> messages,
      Supplier<StreamAad> aads,
      InputStream in,
      OutputStream out,
      int threads) {
    this.segments = threads == 1 ? 1 : Math.max(1, BATCH_BYTES / work.inBytes());
    this.blocks = new Blocks(in, segments * work.inBytes());
    this.out = out;
    this.workers = threads == 1 ? null : Executors.newFixedThreadPool(threads, SegmentPump::daemon);
    this.most = threads == 1 ? 1 : threads + 2; // one being read, one being written
    this.another = () -> new Batch(work, messages.get(), aads.get(), segments);
    all.add(new Batch(work, first, aads.get(), segments));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "kekkai-segments");
    thread.setDaemon(true);
    return thread;
  }

  /** Everything; how many bytes of plaintext that were. */
  long run()
      throws IOException,
          StreamDecryptionException,
          InvalidKeyException,
          IllegalBlockSizeException {
    long index = 0;
    for (int turn = 0; !blocks.isLast(); turn = (turn + 1) % most) {
      if (underWay.size() == most) {
        writeOldest();
      }
      if (turn == all.size()) {
        all.add(another.get());
      }
      Batch batch = all.get(turn);
      batch.read(blocks, index);
      index += segments;
      if (workers == null) {
        plaintext += batch.write(batch.call(), out);
      } else {
        underWay.add(new UnderWay(batch, workers.submit(batch)));
      }
    }
    while (!underWay.isEmpty()) {
      writeOldest();
    }
    return plaintext;
  }

  private void writeOldest()
      throws IOException,
          StreamDecryptionException,
          InvalidKeyException,
          IllegalBlockSizeException {
    UnderWay oldest = underWay.remove();
    plaintext += oldest.batch().write(result(oldest.result()), out);
  }

  private static int result(Future<Integer> future)
      throws IOException,
          StreamDecryptionException,
          InvalidKeyException,
          IllegalBlockSizeException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted in the middle of a stream");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof StreamDecryptionException bad) {
        throw bad;
      }
      if (cause instanceof InvalidKeyException key) {
        throw key;
      }
      if (cause instanceof IllegalBlockSizeException length) {
        throw length;
      }
      if (cause instanceof RuntimeException trouble) {
        throw trouble;
      }
      throw new IllegalStateException("A segment failed", cause);
    }
  }

  /** Waits for what is still under way, and wipes. */
  @Override
  public void close() {
    if (workers != null) {
      workers.shutdownNow();
      awaitEnd(workers);
    }
    blocks.wipe();
    all.forEach(Batch::close);
  }

  private static void awaitEnd(ExecutorService workers) {
    boolean interrupted = false;
    while (true) {
      try {
        if (workers.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
