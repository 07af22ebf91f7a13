package dev.kekkai.benchmarks.files;

import dev.kekkai.benchmarks.contender.BenchToken;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Who encrypts and decrypts a file.
 *
 * @param id names the row
 * @param token {@code softhsm2} or {@code nss}; empty for the plain loop over SunJCE
 * @param bulk {@code hsm} or {@code software}; empty for the plain loop
 * @param segmentBytes plaintext of a segment
 */
record FilesContender(String id, String token, String bulk, int segmentBytes) {
  static FilesContender plain(int segmentBytes) {
    return new FilesContender("sun-jce." + segmentBytes, "", "", segmentBytes);
  }

  static FilesContender kekkai(String token, String bulk, int segmentBytes) {
    return new FilesContender(token + "." + bulk + "." + segmentBytes, token, bulk, segmentBytes);
  }

  boolean isPlain() {
    return token.isEmpty();
  }

  String title() {
    return String.format(
        Locale.ROOT,
        "%s, segments of %,d bytes",
        isPlain()
            ? "plain SunJCE"
            : "kekkai, AES-GCM " + (bulk.equals("hsm") ? "in " + token : "in software"),
        segmentBytes);
  }

  /** The worker's arguments after the folder. */
  List<String> arguments(Path workshop, boolean encrypt, String from, String to) {
    String bytes = String.format(Locale.ROOT, "%d", segmentBytes);
    String verb = encrypt ? "encrypt" : "decrypt";
    if (isPlain()) {
      return List.of("sun-jce", verb, from, to, bytes);
    }
    String configuration = BenchToken.configuration(workshop, token, bulk).toString();
    return encrypt
        ? List.of("kekkai", configuration, verb, from, "--out", to, "--segment-bytes", bytes)
        : List.of("kekkai", configuration, verb, from, "--out", to);
  }
}
