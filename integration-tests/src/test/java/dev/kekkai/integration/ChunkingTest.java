package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.BulkMode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However the input comes in pieces, the result is that of one piece. What is right is said by
 * SunJCE, which gets everything at once.
 */
class ChunkingTest extends JcaContract {
  private static final byte[] AAD = SeededBytes.of(20, 4);
  private static final int LONGEST_EXHAUSTIVE = 5;

  /** A new IV for each message. */
  private int messages;

  static Stream<Arguments> ways() {
    return Stream.of(Feed.values())
        .flatMap(f -> Stream.of(BulkMode.values()).map(m -> Arguments.of(f, m)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void every_split_of_a_short_message_gives_the_one_shot_result(Feed feed, BulkMode mode)
      throws Exception {
    SecretKey key = imported(KEY, mode);
    for (int length = 0; length <= LONGEST_EXHAUSTIVE; length++) {
      byte[] plain = SeededBytes.of(length, length);
      for (List<byte[]> pieces : allSplits(plain)) {
        roundTrip(key, plain, List.of(AAD), pieces, List.of(feed));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void every_split_of_the_aad_gives_the_one_shot_result(Feed feed, BulkMode mode) throws Exception {
    SecretKey key = imported(KEY, mode);
    byte[] plain = SeededBytes.of(21, 3);
    for (List<byte[]> aad : allSplits(AAD)) {
      roundTrip(key, plain, aad, List.of(plain), List.of(feed));
    }
  }

  @ParameterizedTest
  @EnumSource
  void random_splits_of_longer_messages_in_mixed_ways_give_the_one_shot_result(BulkMode mode)
      throws Exception {
    SecretKey key = imported(KEY, mode);
    Random random = new Random(22);
    for (int i = 0; i < 150; i++) {
      byte[] plain = SeededBytes.of(random.nextLong(), random.nextInt(i % 10 == 0 ? 40_000 : 200));
      byte[] aad = SeededBytes.of(random.nextLong(), random.nextInt(50));
      List<Feed> feeds = Stream.generate(() -> any(random)).limit(7).toList();
      roundTrip(key, plain, aad, random, feeds);
    }
  }

  private void roundTrip(SecretKey key, byte[] plain, byte[] aad, Random random, List<Feed> feeds)
      throws Exception {
    List<byte[]> aadPieces = randomSplit(aad, random);
    List<byte[]> pieces = randomSplit(plain, random);
    byte[] iv = nextIv();
    byte[] expected = Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, aad, plain);
    assertThat(run(gcm(Cipher.ENCRYPT_MODE, key, iv), aadPieces, pieces, feeds))
        .isEqualTo(expected);
    List<byte[]> sealed = randomSplit(expected, random);
    assertThat(run(gcm(Cipher.DECRYPT_MODE, key, iv), aadPieces, sealed, feeds)).isEqualTo(plain);
  }

  /** Encrypts in the pieces given, and decrypts with a cut in the same places. */
  private void roundTrip(
      SecretKey key, byte[] plain, List<byte[]> aad, List<byte[]> pieces, List<Feed> feeds)
      throws Exception {
    byte[] iv = nextIv();
    byte[] expected = Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, joined(aad), plain);
    assertThat(run(gcm(Cipher.ENCRYPT_MODE, key, iv), aad, pieces, feeds)).isEqualTo(expected);
    List<byte[]> sealed = new ArrayList<>();
    int at = 0;
    for (byte[] piece : pieces) {
      sealed.add(Arrays.copyOfRange(expected, at, at + piece.length));
      at += piece.length;
    }
    sealed.add(Arrays.copyOfRange(expected, at, at + 7));
    sealed.add(Arrays.copyOfRange(expected, at + 7, expected.length));
    assertThat(run(gcm(Cipher.DECRYPT_MODE, key, iv), aad, sealed, feeds)).isEqualTo(plain);
  }

  @ParameterizedTest
  @EnumSource
  void everything_by_update_and_an_empty_doFinal_gives_the_one_shot_result(BulkMode mode)
      throws Exception {
    byte[] plain = SeededBytes.of(23, 48);
    byte[] iv = nextIv();
    Cipher cipher = gcm(Cipher.ENCRYPT_MODE, imported(KEY, mode), iv);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    add(out, cipher.update(plain, 0, 20));
    add(out, cipher.update(plain, 20, 28));
    add(out, cipher.doFinal());
    assertThat(out.toByteArray())
        .isEqualTo(Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, new byte[0], plain));
  }

  @ParameterizedTest
  @EnumSource
  void output_over_the_input_at_every_distance_gives_the_one_shot_result(BulkMode mode)
      throws Exception {
    SecretKey key = imported(KEY, mode);
    byte[] plain = SeededBytes.of(24, 40);
    for (int inAt = 0; inAt <= 60; inAt += 4) {
      byte[] iv = nextIv();
      byte[] expected = Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, new byte[0], plain);
      byte[] shared = new byte[120];
      System.arraycopy(plain, 0, shared, inAt, 40);
      gcm(Cipher.ENCRYPT_MODE, key, iv).doFinal(shared, inAt, 40, shared, 30);
      assertThat(Arrays.copyOfRange(shared, 30, 86)).as("from " + inAt).isEqualTo(expected);
      System.arraycopy(expected, 0, shared, inAt, 56);
      gcm(Cipher.DECRYPT_MODE, key, iv).doFinal(shared, inAt, 56, shared, 30);
      assertThat(Arrays.copyOfRange(shared, 30, 70)).as("back from " + inAt).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @EnumSource
  void buffers_over_one_array_or_memory_give_the_one_shot_result(BulkMode mode) throws Exception {
    SecretKey key = imported(KEY, mode);
    byte[] plain = SeededBytes.of(25, 40);
    for (boolean direct : new boolean[] {false, true}) {
      for (int inAt : new int[] {0, 20, 30, 31, 64}) {
        byte[] iv = nextIv();
        ByteBuffer memory = direct ? ByteBuffer.allocateDirect(120) : ByteBuffer.allocate(120);
        ByteBuffer in = memory.duplicate().position(inAt).limit(inAt + 40);
        in.duplicate().put(plain);
        ByteBuffer out = memory.duplicate().position(30).limit(86);
        gcm(Cipher.ENCRYPT_MODE, key, iv).doFinal(in, out);
        byte[] sealed = new byte[56];
        memory.duplicate().position(30).get(sealed);
        assertThat(sealed)
            .as("direct=" + direct + " from " + inAt)
            .isEqualTo(Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, new byte[0], plain));
      }
    }
  }

  private static byte[] run(Cipher cipher, List<byte[]> aad, List<byte[]> pieces, List<Feed> feeds)
      throws GeneralSecurityException {
    int turn = 0;
    for (byte[] piece : aad) {
      feeds.get(turn++ % feeds.size()).aad(cipher, piece);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces.subList(0, pieces.size() - 1)) {
      add(out, feeds.get(turn++ % feeds.size()).update(cipher, piece));
    }
    add(out, feeds.get(turn % feeds.size()).last(cipher, pieces.get(pieces.size() - 1)));
    return out.toByteArray();
  }

  private byte[] nextIv() {
    return ByteBuffer.allocate(12).putInt(8, ++messages).array();
  }

  /** All ways to cut, each also with an empty piece at the end. */
  private static List<List<byte[]>> allSplits(byte[] data) {
    List<List<byte[]>> splits = new ArrayList<>();
    int places = Math.max(0, data.length - 1);
    for (int cuts = 0; cuts < 1 << places; cuts++) {
      List<byte[]> pieces = new ArrayList<>();
      int from = 0;
      for (int place = 0; place < places; place++) {
        if ((cuts >> place & 1) == 1) {
          pieces.add(Arrays.copyOfRange(data, from, place + 1));
          from = place + 1;
        }
      }
      pieces.add(Arrays.copyOfRange(data, from, data.length));
      splits.add(pieces);
      List<byte[]> withEmpty = new ArrayList<>(pieces);
      withEmpty.add(new byte[0]);
      splits.add(withEmpty);
    }
    return splits;
  }

  private static List<byte[]> randomSplit(byte[] data, Random random) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    while (from < data.length) {
      int to = from + random.nextInt(data.length - from + 1);
      pieces.add(Arrays.copyOfRange(data, from, to));
      from = to;
    }
    pieces.add(new byte[0]);
    return pieces;
  }

  private static Feed any(Random random) {
    return Feed.values()[random.nextInt(Feed.values().length)];
  }

  private static byte[] joined(List<byte[]> pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pieces.forEach(p -> add(out, p));
    return out.toByteArray();
  }

  private static void add(ByteArrayOutputStream out, byte[] piece) {
    if (piece != null) {
      out.writeBytes(piece);
    }
  }
}
