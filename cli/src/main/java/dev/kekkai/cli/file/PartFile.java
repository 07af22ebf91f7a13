package dev.kekkai.cli.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/**
 * A file that is deleted when it is closed, and when the JVM ends before that: from the moment at
 * which there is one. Thread-safe.
 */
final class PartFile implements AutoCloseable {
  private final Path path;
  private final Thread atExit;
  private boolean ended;

  PartFile(Path path) {
    this.path = path;
    this.atExit = new Thread(this::end, "kekkai-delete-part");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  Path path() {
    return path;
  }

  /** Makes it, unless the JVM is ending. */
  synchronized FileChannel open(FileAttribute<?>... attributes) throws IOException {
    if (ended) {
      throw new IOException("Interrupted");
    }
    boolean made = false;
    try {
      FileChannel channel =
          FileChannel.open(
              path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
      made = true;
      return channel;
    } finally {
      if (!made) {
        close();
      }
    }
  }

  private synchronized void end() {
    ended = true;
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // It stays, under a name that says what it is; what went wrong before counts more.
    }
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is ending, and the hook runs
    }
  }
}
