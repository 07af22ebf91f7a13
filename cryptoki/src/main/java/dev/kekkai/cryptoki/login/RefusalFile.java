package dev.kekkai.cryptoki.login;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The refused logins on one token, a line each under a line with the version. Whoever writes holds
 * the token's lock; anybody may read, since a new text replaces the old one as a whole.
 */
final class RefusalFile {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalFile.class);
  private static final String HEADER = "kekkai-refusals 1";
  private static final int MAX_BYTES = 65_536;

  private final Path file;

  RefusalFile(Path file) {
    this.file = file;
  }

  /** What is there; a damaged line counts for nothing and is warned of. */
  List<Refusal> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES);
    }
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      LOG.warn("{} is not a list of refused logins that this version reads; it is ignored", file);
      return List.of();
    }
    List<Refusal> refusals = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      try {
        refusals.add(Refusal.parse(line));
      } catch (IllegalArgumentException e) {
        LOG.warn("A damaged line in {} is ignored: {}", file, e.getMessage());
      }
    }
    return refusals;
  }

  void write(List<Refusal> refusals) throws IOException {
    if (refusals.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    String text =
        refusals.stream()
            .map(refusal -> refusal.line() + "\n")
            .collect(Collectors.joining("", HEADER + "\n", ""));
    Path next = file.resolveSibling(String.format(Locale.ROOT, "%s.new", file.getFileName()));
    try (FileChannel channel =
        FileChannel.open(
            next,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
