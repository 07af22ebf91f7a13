package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.ProbeSession;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.TokenException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How many operations a second, with how many threads: for a tenth of a second each. One process on
 * an HSM that others use meanwhile: a hint, no benchmark.
 */
final class SpeedProbe implements Probe {
  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int[] THREADS = {1, 2, 4, 8, 16};

  /** For the others to warm up, or to fail. */
  private static final long PATIENCE_SECONDS = 2;

  /** More threads have to bring that much. */
  private static final double GAIN = 1.15;

  @Override
  public String about() {
    return "speed";
  }

  @Override
  public void run(Bench bench) throws TokenException {
    Optional<UnwrapWay> unwrap = bench.unwrapping().way();
    if (unwrap.isPresent()) {
      UnwrapWay way = unwrap.get();
      measure(
          bench,
          "speed.unwrap",
          "unwraps of " + way.name(),
          s -> Unwrapping.looked(s, way, (on, key) -> key));
    }
    Optional<GcmWay> gcm = bench.gcm();
    if (gcm.isPresent()) {
      GcmWay way = gcm.get();
      measure(
          bench,
          "speed.gcm",
          "AES-GCM encryptions of " + GcmWay.SPEED_BYTES + " bytes",
          way::encryptSample);
    }
    Optional<RsaProbe.DecryptWay> rsa = bench.rsa();
    if (rsa.isPresent()) {
      measure(
          bench,
          "speed.rsaDecrypt",
          "RSA-OAEP decryptions, " + rsa.get().blob().length * Byte.SIZE + " bits,",
          rsa.get()::decrypt);
    }
  }

  private static void measure(Bench bench, String name, String what, Operation operation)
      throws TokenException {
    double best = 0;
    int bestThreads = 0;
    List<String> all = new ArrayList<>();
    for (int threads : THREADS) {
      Double rate = rate(bench, threads, operation);
      if (rate == null) {
        break; // no session any more, or the operation stopped working
      }
      all.add(String.format(Locale.ROOT, "%d: %.0f", threads, rate));
      if (rate > best * GAIN) {
        best = rate;
        bestThreads = threads;
      } else if (threads > bestThreads * 2) {
        break; // twice no gain
      }
    }
    if (bestThreads > 0) {
      String each = String.join(", ", all);
      bench
          .findings()
          .seen(
              name,
              String.format(Locale.ROOT, "%.0f", best),
              what + " a second with " + bestThreads + threads(bestThreads) + " (" + each + ")");
      bench.findings().seen(name + ".threads", Integer.toString(bestThreads), "");
    }
  }

  private static String threads(int count) {
    return count == 1 ? " thread" : " threads";
  }

  private static @Nullable Double rate(Bench bench, int threads, Operation operation)
      throws TokenException {
    List<ProbeSession> sessions = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads, SpeedProbe::daemon);
    try {
      for (int i = 0; i < threads; i++) {
        sessions.add(bench.token().openProbe(bench.profile().session().readWrite()));
      }
      CyclicBarrier together = new CyclicBarrier(threads);
      List<Future<Double>> rates = new ArrayList<>();
      for (ProbeSession session : sessions) {
        rates.add(pool.submit(() -> run(session.session(), operation, together)));
      }
      double sum = 0;
      for (Future<Double> rate : rates) {
        sum += rate.get();
      }
      return sum;
    } catch (CryptokiException | ExecutionException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException("Interrupted while measuring", false, e);
    } finally {
      pool.shutdown();
      for (ProbeSession session : sessions) {
        session.close();
      }
    }
  }

  /** Once to warm up, and then for the time from which all threads are there. */
  private static double run(Session session, Operation operation, CyclicBarrier together)
      throws TokenException, InterruptedException, BrokenBarrierException, TimeoutException {
    operation.once(session);
    together.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    long start = System.nanoTime();
    long now = start;
    long done = 0;
    do {
      operation.once(session);
      done++;
      now = System.nanoTime();
    } while (now - start < NANOS);
    return done / ((now - start) / 1e9);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "kekkai-doctor-speed");
    thread.setDaemon(true);
    return thread;
  }

  /** What is measured. */
  private interface Operation {
    Object once(Session session) throws TokenException;
  }
}
