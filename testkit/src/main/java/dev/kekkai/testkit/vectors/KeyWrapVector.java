package dev.kekkai.testkit.vectors;

import java.util.stream.Stream;

/**
 * A known answer of AES key wrap, in hexadecimal.
 *
 * @param source where it is published
 * @param kek the wrapping key
 * @param key the key wrapped
 * @param blob the wrapped key
 */
public record KeyWrapVector(String source, String kek, String key, String blob) {
  private static final String RFC3394_KEK =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  private static final String RFC5649_KEK = "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8";

  /**
   * RFC 3394, the examples with a 256-bit KEK.
   *
   * @return three vectors
   */
  public static Stream<KeyWrapVector> rfc3394() {
    return Stream.of(
        new KeyWrapVector(
            "RFC 3394, section 4.3",
            RFC3394_KEK,
            "00112233445566778899aabbccddeeff",
            "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7"),
        new KeyWrapVector(
            "RFC 3394, section 4.5",
            RFC3394_KEK,
            "00112233445566778899aabbccddeeff0001020304050607",
            "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1"),
        new KeyWrapVector(
            "RFC 3394, section 4.6",
            RFC3394_KEK,
            "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f",
            "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"));
  }

  /**
   * RFC 5649, section 6: a 192-bit KEK, keys of 20 and of 7 bytes.
   *
   * @return two vectors
   */
  public static Stream<KeyWrapVector> rfc5649() {
    return Stream.of(
        new KeyWrapVector(
            "RFC 5649, section 6, 20 octets",
            RFC5649_KEK,
            "c37b7e6492584340bed12207808941155068f738",
            "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a"),
        new KeyWrapVector(
            "RFC 5649, section 6, 7 octets",
            RFC5649_KEK,
            "466f7250617369",
            "afbeb0f07dfbf5419200f2ccb50bb24f"));
  }

  @Override
  public String toString() {
    return source;
  }
}
