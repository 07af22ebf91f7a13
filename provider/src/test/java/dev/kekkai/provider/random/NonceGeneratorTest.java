package dev.kekkai.provider.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.ProviderException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NonceGeneratorTest {
  private final AtomicInteger epoch = new AtomicInteger();
  private final List<byte[]> seeds = new ArrayList<>();
  private boolean sourceFails;

  private final Epoch epochs =
      new Epoch() {
        @Override
        public int now() {
          return epoch.get();
        }

        @Override
        public int begin() {
          return epoch.get();
        }
      };

  private byte[] seed(int length) {
    if (sourceFails) {
      throw new ProviderException("no entropy");
    }
    byte[] seed = new byte[length];
    Arrays.fill(seed, (byte) (seeds.size() + 1));
    seeds.add(seed);
    return seed;
  }

  private NonceGenerator generator() {
    return new NonceGenerator(this::seed, epochs);
  }

  private static String next(NonceGenerator generator) {
    byte[] nonce = new byte[12];
    generator.next(nonce);
    return HexFormat.of().formatHex(nonce);
  }

  @Test
  void noncesAreTheOutputOfTheDrbgInOrder() {
    NonceGenerator generator = generator();
    byte[] first = new byte[CtrDrbg.SEED_BYTES];
    Arrays.fill(first, (byte) 1);
    CtrDrbg drbg = new CtrDrbg(first);
    byte[] second = new byte[CtrDrbg.SEED_BYTES];
    Arrays.fill(second, (byte) 2);
    drbg.reseed(second);
    byte[] block = new byte[NonceGenerator.NONCES * 12 + CtrDrbg.SEED_BYTES];
    drbg.generate(block);

    for (int i = 0; i < NonceGenerator.NONCES; i++) {
      assertThat(next(generator)).isEqualTo(HexFormat.of().formatHex(block, i * 12, i * 12 + 12));
    }
  }

  @Test
  void everyBlockOf256NoncesHasASeedOfItsOwn() {
    NonceGenerator generator = generator();
    assertThat(seeds).hasSize(1);
    for (int i = 0; i < NonceGenerator.NONCES; i++) {
      next(generator);
    }
    assertThat(seeds).hasSize(2);

    next(generator);
    assertThat(seeds).hasSize(3);
  }

  @Test
  void anotherEpochMeansAnotherSeedWhateverIsLeftOfTheBlock() {
    NonceGenerator generator = generator();
    next(generator);
    next(generator);
    assertThat(seeds).hasSize(2);

    epoch.incrementAndGet();
    next(generator);
    assertThat(seeds).hasSize(3);
    next(generator);
    assertThat(seeds).hasSize(3);
  }

  @Test
  void twoCopiesOfOneStatePartWithTheNextSeed() {
    NonceGenerator one = generator();
    seeds.clear();
    NonceGenerator copy = generator();
    seeds.clear();
    seeds.add(new byte[0]);
    String ofOne = next(one);
    seeds.clear();
    seeds.add(new byte[0]);
    assertThat(next(copy)).as("same seeds, as after a snapshot").isEqualTo(ofOne);

    epoch.incrementAndGet();
    assertThat(next(one)).isNotEqualTo(next(copy));
  }

  @Test
  void seedsAreErasedAfterUse() {
    next(generator());

    assertThat(seeds).hasSize(2).allSatisfy(seed -> assertThat(seed).containsOnly(0));
  }

  @Test
  void withoutEntropyThereIsNoNonceAndNoneOfTheOldBlock() {
    NonceGenerator generator = generator();
    next(generator);
    epoch.incrementAndGet();
    sourceFails = true;

    for (int i = 0; i < 3; i++) {
      byte[] nonce = new byte[12];
      assertThatThrownBy(() -> generator.next(nonce))
          .isInstanceOf(ProviderException.class)
          .hasMessage("no entropy");
      assertThat(nonce).containsOnly(0);
    }
    sourceFails = false;
    assertThat(next(generator)).isNotEqualTo("00".repeat(12));
  }

  @Test
  void theEpochOfASecondEndsByItselfAndOnlyOnceBegun() throws Exception {
    Seconds seconds = new Seconds();
    int began = seconds.begin();
    assertThat(seconds.begin()).isEqualTo(began);
    for (int i = 0; i < 2_000 && seconds.now() == began; i++) {
      Thread.sleep(10);
    }
    int ended = seconds.now();

    assertThat(ended).isNotEqualTo(began);
    Thread.sleep(1_200);
    assertThat(seconds.now()).as("nobody began another one").isEqualTo(ended);
  }

  @Test
  void twoMillionNoncesOfManyThreadsAreAllDifferent() throws Exception {
    Set<Long> seen = ConcurrentHashMap.newKeySet(2_500_000);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<Future<Integer>> repeated = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      repeated.add(threads.submit(() -> repeats(seen)));
    }
    int sum = 0;
    for (Future<Integer> one : repeated) {
      sum += one.get();
    }
    threads.shutdown();

    assertThat(sum).as("of 2 million 64-bit prefixes; 2^-23 is the chance of one").isZero();
  }

  private static int repeats(Set<Long> seen) {
    byte[] nonce = new byte[12];
    int repeats = 0;
    for (int i = 0; i < 333_000; i++) {
      Nonces.fill(nonce);
      long prefix = java.nio.ByteBuffer.wrap(nonce).getLong();
      repeats += seen.add(prefix) ? 0 : 1;
    }
    return repeats;
  }

  @Test
  void theOperatingSystemGivesDifferentSeeds() {
    OsSeed os = new OsSeed();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      seen.add(HexFormat.of().formatHex(os.seed(CtrDrbg.SEED_BYTES)));
    }

    assertThat(seen).hasSize(100).allMatch(seed -> seed.length() == 96);
  }
}
