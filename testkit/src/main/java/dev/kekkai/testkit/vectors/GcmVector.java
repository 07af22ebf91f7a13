package dev.kekkai.testkit.vectors;

import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * A known answer of AES-256-GCM with a 12-byte IV and a 16-byte tag, in hexadecimal.
 *
 * @param source where it is published
 * @param key 32 bytes
 * @param iv 12 bytes
 * @param aad additional authenticated data
 * @param plaintext what is encrypted
 * @param ciphertext of the plaintext's length
 * @param tag 16 bytes
 */
public record GcmVector(
    String source,
    String key,
    String iv,
    String aad,
    String plaintext,
    String ciphertext,
    String tag) {
  private static final String LONG_KEY =
      "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
  private static final String LONG_PLAINTEXT =
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
          + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
  private static final String LONG_CIPHERTEXT =
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
          + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662";

  /**
   * McGrew and Viega's cases 13 to 16 (the GCM specification given to NIST, appendix B) and NIST
   * CAVP's gcmEncryptExtIV256, the first of some of its groups.
   *
   * @return the vectors
   */
  public static Stream<GcmVector> all() {
    return Stream.of(
        new GcmVector(
            "GCM specification, case 13",
            "00".repeat(32),
            "00".repeat(12),
            "",
            "",
            "",
            "530f8afbc74536b9a963b4f1c4cb738b"),
        new GcmVector(
            "GCM specification, case 14",
            "00".repeat(32),
            "00".repeat(12),
            "",
            "00".repeat(16),
            "cea7403d4d606b6e074ec5d3baf39d18",
            "d0d1c8a799996bf0265b98b5d48ab919"),
        new GcmVector(
            "GCM specification, case 15",
            LONG_KEY,
            "cafebabefacedbaddecaf888",
            "",
            LONG_PLAINTEXT + "1aafd255",
            LONG_CIPHERTEXT + "898015ad",
            "b094dac5d93471bdec1a502270e3cc6c"),
        new GcmVector(
            "GCM specification, case 16",
            LONG_KEY,
            "cafebabefacedbaddecaf888",
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            LONG_PLAINTEXT,
            LONG_CIPHERTEXT,
            "76fc6ece0f4e1768cddf8853bb2d551b"),
        new GcmVector(
            "CAVP gcmEncryptExtIV256, PTlen 0, AADlen 0",
            "b52c505a37d78eda5dd34f20c22540ea1b58963cf8e5bf8ffa85f9f2492505b4",
            "516c33929df5a3284ff463d7",
            "",
            "",
            "",
            "bdc1ac884d332457a1d2664f168c76f0"),
        new GcmVector(
            "CAVP gcmEncryptExtIV256, PTlen 128, AADlen 0",
            "31bdadd96698c204aa9ce1448ea94ae1fb4a9a0b3c9d773b51bb1822666b8f22",
            "0d18e06c7c725ac9e362e1ce",
            "",
            "2db5168e932556f8089a0622981d017d",
            "fa4362189661d163fcd6a56d8bf0405a",
            "d636ac1bbedd5cc3ee727dc2ab4a9489"),
        new GcmVector(
            "CAVP gcmEncryptExtIV256, PTlen 128, AADlen 128",
            "92e11dcdaa866f5ce790fd24501f92509aacf4cb8b1339d50c9c1240935dd08b",
            "ac93a1a6145299bde902f21a",
            "1e0889016f67601c8ebea4943bc23ad6",
            "2d71bcfa914e4ac045b2aa60955fad24",
            "8995ae2e6df3dbf96fac7b7137bae67f",
            "eca5aa77d51d4a0a14d9c51e1da474ab"));
  }

  /**
   * Ciphertext and tag, as JCA gives and takes them.
   *
   * @return the bytes
   */
  public byte[] sealed() {
    return HexFormat.of().parseHex(ciphertext + tag);
  }

  @Override
  public String toString() {
    return source;
  }
}
