package dev.kekkai.integration.survive;

import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What 10,000 pieces of bad input a second from one caller cost the others: their rate without,
 * with, and beside 10,000 such requests with nothing wrong in them, in slices that alternate. NSS
 * softokn gets no RSA blobs, of which it does some thirty a second. A program: figures are for
 * people, and depend on the machine.
 */
final class HostileRates {
  private static final int PER_SECOND = 10_000;
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(1500);
  private static final int ROUNDS = 7;

  private final KekkaiProvider provider;
  private final HostileKeys keys;
  private final HostileCaller hostile;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private HostileRates(KekkaiProvider provider, int rsaEvery) throws Exception {
    this.provider = provider;
    this.keys = HostileKeys.make(provider);
    this.hostile = new HostileCaller(provider, keys, rsaEvery);
  }

  public static void main(String[] args) throws Exception {
    for (TestToken token : Stream.of(Tokens.softHsm(), Tokens.nss()).toList()) {
      try (KekkaiProvider provider = token.provider("bulk", "hsm", "dek.max-uses", "4294967296")) {
        HostileRates rates =
            new HostileRates(provider, token.name().equals("nss") ? Integer.MAX_VALUE : 100);
        rates.costs(token);
        for (int others : new int[] {2, 1}) {
          rates.compare(token, others);
        }
        say("%s: %s", token, provider.health());
        rates.threads.shutdown();
      }
    }
  }

  private void costs(TestToken token) throws Exception {
    Request[] requests = {
      hostile::tag, hostile::blob, hostile::field, hostile::point, hostile::oaepBlob
    };
    String[] names = {"tag", "RFC 3394 blob", "field token", "point", "RSA-OAEP blob"};
    for (int i = 0; i < requests.length; i++) {
      cost(requests[i], false);
      say(
          "%s: a bad %s costs %.1f us, a good one %.1f us",
          token, names[i], cost(requests[i], false), cost(requests[i], true));
    }
  }

  private static double cost(Request request, boolean good) throws Exception {
    long start = System.nanoTime();
    int done = 0;
    while (System.nanoTime() - start < SLICE / 2) {
      request.send(good);
      done++;
    }
    return (System.nanoTime() - start) / 1000.0 / done;
  }

  private void compare(TestToken token, int others) throws Exception {
    List<HonestCaller> callers = new ArrayList<>();
    for (int i = 0; i < others; i++) {
      callers.add(new HonestCaller(provider, keys));
    }
    slice(callers, false);
    double[] alone = new double[ROUNDS];
    double[] beside = new double[ROUNDS];
    double[] attacked = new double[ROUNDS];
    double[] attacks = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    double[] fair = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      alone[i] = slice(callers, null);
      long before = hostile.sent();
      attacked[i] = slice(callers, false);
      attacks[i] = (hostile.sent() - before) * 1e9 / SLICE;
      beside[i] = slice(callers, true);
      ratios[i] = attacked[i] / alone[i];
      fair[i] = attacked[i] / beside[i];
    }
    say(
        "%s, %d others: alone %.0f/s, beside %.0f bad requests/s %.0f/s, beside good ones %.0f/s",
        token, others, median(alone), median(attacks), median(attacked), median(beside));
    say(
        "%s, %d others: bad/alone %.3f of %s, bad/good %.3f of %s",
        token, others, median(ratios), text(ratios), median(fair), text(fair));
  }

  private static String text(double[] values) {
    return Arrays.stream(values)
        .mapToObj(v -> String.format(Locale.ROOT, "%.2f", v))
        .collect(Collectors.joining(" ", "[", "]"));
  }

  /** The callers' rate; beside nobody, or one that sends good or bad requests. */
  private double slice(List<HonestCaller> callers, @Nullable Boolean good) throws Exception {
    List<Future<Long>> results = new ArrayList<>();
    for (HonestCaller caller : callers) {
      results.add(threads.submit(() -> caller.work(SLICE)));
    }
    if (good != null) {
      hostile.send(good, PER_SECOND, SLICE);
    }
    long done = 0;
    for (Future<Long> result : results) {
      done += result.get();
    }
    return done * 1e9 / SLICE;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void say(String format, Object... args) {
    System.out.println(String.format(Locale.ROOT, format, args));
  }

  private interface Request {
    void send(boolean good) throws Exception;
  }
}
