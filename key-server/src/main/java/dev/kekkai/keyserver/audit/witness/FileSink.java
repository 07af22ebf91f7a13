package dev.kekkai.keyserver.audit.witness;

import dev.kekkai.keyserver.audit.format.SignedSeal;
import dev.kekkai.keyserver.audit.json.AuditJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Appends a line for each seal and returns when it is on the disk. The file is opened each time, so
 * that one that was moved away is begun anew; and for appending only, so that several servers which
 * share one write over nothing, and that it may be one which can't be written in any other way.
 */
final class FileSink implements SealSink {
  private final Path file;

  FileSink(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public String name() {
    return "file:" + file;
  }

  @Override
  public void send(List<SignedSeal> seals) throws IOException {
    boolean isNew = Files.notExists(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      StringBuilder lines = new StringBuilder(endsInALine() ? "" : "\n");
      seals.forEach(seal -> lines.append(AuditJson.line(seal)).append('\n'));
      ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    if (isNew) {
      forceFolder();
    }
  }

  /** A line that a crash cut short must not spoil the next one. */
  private boolean endsInALine() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size == 0) {
        return true;
      }
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.read(last, size - 1) == 1 && last.get(0) == '\n';
    }
  }

  /** The name of a new file has to be on the disk too. */
  private void forceFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(file.resolveSibling("."))) {
      folder.force(true);
    }
  }

  @Override
  public void close() {
    // nothing is kept open
  }
}
