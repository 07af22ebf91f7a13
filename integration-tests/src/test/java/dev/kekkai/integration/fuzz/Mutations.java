package dev.kekkai.integration.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Good inputs with some changes, and now and then bytes that are only random. The input of a number
 * is always the same one. For one thread.
 */
final class Mutations {
  /** What decoders stumble over: lengths, and what JSON and header fields are made of. */
  private static final List<byte[]> STUMBLING_BLOCKS =
      List.of(
          number(-1),
          number(0),
          number(1),
          number(Integer.MAX_VALUE),
          number(Integer.MIN_VALUE),
          number(65_537),
          ascii("null"),
          ascii("[[[[[["),
          ascii("{\"a\":"),
          ascii("1e999999999"),
          ascii("-1"),
          ascii("99999999999999999999"),
          ascii("\\ud800"),
          ascii("\\u0000"),
          ascii("\":\""),
          ascii("\",\""),
          ascii("=="),
          ascii("."),
          ascii(";a=\"\\"),
          ascii("\u0000"),
          new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
          new byte[] {(byte) 0xc0, (byte) 0x80},
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});

  private static final int LONG_TAIL = 40_000;
  private static final int LONGEST_GARBAGE = 300;

  private final List<byte[]> good;
  private final long seed;
  private Random random = new Random(0);

  Mutations(long seed, List<byte[]> good) {
    this.seed = seed;
    this.good = good;
  }

  static Mutations ofTexts(long seed, List<String> good) {
    return new Mutations(
        seed, good.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The input of a number. */
  byte[] input(int number) {
    random = new Random(seed * 1_000_003 + number);
    if (random.nextInt(20) == 0) {
      return garbage(LONGEST_GARBAGE);
    }
    byte[] input = one();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      input = changed(input);
    }
    return random.nextInt(500) == 0 ? replaced(input, input.length, 0, longTail()) : input;
  }

  /** As text: bytes that are no ASCII become characters of all kinds, halves of pairs included. */
  String text(int number) {
    byte[] input = input(number);
    if (random.nextInt(4) == 0) {
      return new String(input, StandardCharsets.ISO_8859_1).replace('\u00ff', '\ud800');
    }
    return new String(input, StandardCharsets.UTF_8);
  }

  private byte[] one() {
    return good.get(random.nextInt(good.size()));
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int length = random.nextInt(Math.min(16, input.length - at) + 1);
    return switch (random.nextInt(9)) {
      case 0, 1 -> flipped(input);
      case 2 -> replaced(input, at, length, new byte[0]);
      case 3 -> replaced(input, at, 0, garbage(16));
      case 4 -> replaced(input, at, length, garbage(16));
      case 5 -> replaced(input, at, 0, Arrays.copyOfRange(input, at, at + length));
      case 6 -> replaced(input, at, random.nextInt(5), stumblingBlock());
      case 7 -> spliced(input, one());
      default -> Arrays.copyOf(input, at);
    };
  }

  private byte[] stumblingBlock() {
    return STUMBLING_BLOCKS.get(random.nextInt(STUMBLING_BLOCKS.size()));
  }

  private byte[] flipped(byte[] input) {
    byte[] flipped = input.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  /** The beginning of one with the end of another, cut at the same place or elsewhere. */
  private byte[] spliced(byte[] input, byte[] other) {
    int at = random.nextInt(input.length + 1);
    int from = random.nextBoolean() ? Math.min(at, other.length) : random.nextInt(other.length + 1);
    return replaced(input, at, input.length - at, Arrays.copyOfRange(other, from, other.length));
  }

  private byte[] garbage(int longest) {
    byte[] garbage = new byte[random.nextInt(longest)];
    random.nextBytes(garbage);
    return garbage;
  }

  private byte[] longTail() {
    byte[] tail = new byte[random.nextInt(LONG_TAIL)];
    Arrays.fill(tail, (byte) "A[ \"0\0".charAt(random.nextInt(6)));
    return tail;
  }

  private static byte[] replaced(byte[] input, int at, int length, byte[] by) {
    int rest = Math.min(input.length, at + length);
    return ByteBuffer.allocate(at + by.length + input.length - rest)
        .put(input, 0, at)
        .put(by)
        .put(input, rest, input.length - rest)
        .array();
  }
}
