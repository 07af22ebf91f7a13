package dev.kekkai.integration.format;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.stream.StreamEncryptor;
import dev.kekkai.formats.stream.StreamHeader;
import dev.kekkai.formats.stream.StreamRewrapper;
import dev.kekkai.formats.stream.WrappedStreamDek;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Streams of some lengths, one of them rewrapped, in files beside their vectors. */
final class GoldenStreams {
  private static final List<String> PLACE = List.of("files", "結界", "17");
  private static final HexFormat HEX = HexFormat.of();

  private final Path folder;
  private final List<Object> vectors = new ArrayList<>();

  GoldenStreams(Path folder) {
    this.folder = folder;
  }

  void write() throws Exception {
    Files.createDirectory(folder.resolve("stream"));
    add("empty", 0, 15_360, false);
    add("one-segment", 1_024, 1_024, false);
    add("three-segments", 2_500, 1_024, false);
    add("rewrapped", 20_000, 15_360, true);
    GoldenFiles.save(folder, "stream.json", Map.of("vectors", vectors));
  }

  private void add(String name, int length, int segmentBytes, boolean rewrapped) throws Exception {
    SecretKey kek = newKey();
    SecretKey dek = newKey();
    Path file = folder.resolve("stream").resolve(name + ".kekkai");
    try (OutputStream out = Files.newOutputStream(file)) {
      StreamEncryptor.create()
          .withSegmentBytes(segmentBytes)
          .encrypt(
              dek,
              wrapped("payments.v1", rewrapped ? newKey() : kek, dek),
              new ByteArrayInputStream(content(length)),
              out,
              EncryptionContext.of(PLACE));
    }
    if (rewrapped) {
      StreamRewrapper.create().rewrap(file, header(file), wrapped("payments.v2", kek, dek), dek);
    }
    vectors.add(vector(name, file, kek, dek, length));
  }

  private static Map<String, Object> vector(
      String name, Path file, SecretKey kek, SecretKey dek, int length) throws Exception {
    byte[] stream = Files.readAllBytes(file);
    StreamHeader header = header(file);
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("name", name);
    vector.put("file", "stream/" + file.getFileName());
    vector.put("sha256", HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(stream)));
    vector.put("segment-bytes", header.segmentBytes());
    vector.put("stream-id", header.streamId().toString().replace("-", ""));
    vector.put("generation", header.generation());
    vector.put("kek", header.wrapped().kek());
    vector.put("method", header.wrapped().method());
    vector.put("kek-key", HEX.formatHex(kek.getEncoded()));
    vector.put("dek", HEX.formatHex(dek.getEncoded()));
    vector.put("context", PLACE);
    vector.put("plaintext-bytes", length);
    return vector;
  }

  private static StreamHeader header(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return StreamHeader.read(in);
    }
  }

  private static WrappedStreamDek wrapped(String name, SecretKey kek, SecretKey dek)
      throws Exception {
    Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
    cipher.init(Cipher.WRAP_MODE, kek);
    return new WrappedStreamDek(name, "rfc3394", cipher.wrap(dek));
  }

  private static SecretKey newKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new SecretKeySpec(key, "AES");
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i % 251);
    }
    return content;
  }
}
