package dev.kekkai.provider.concurrent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A small ASCII file that threads and processes change one at a time. Written beside and renamed:
 * readers need no lock, and find the old text or the new one, after a crash too. Thread-safe.
 */
public final class SharedFile {
  private final Path file;

  /**
   * Names a file, which need not be there yet.
   *
   * @param file where it is; beside it {@code .lock} stays, and {@code .new} comes and goes
   */
  public SharedFile(Path file) {
    this.file = file;
  }

  /**
   * What becomes of the file.
   *
   * @param <X> why it can't be told
   */
  public interface Change<X extends Exception> {
    /**
     * Tells the text, while nobody else changes the file: what is read of it now stays true.
     *
     * @return the whole text; null leaves the file as it is
     * @throws X when there is none
     */
    @Nullable String text() throws X;
  }

  /**
   * Replaces the text.
   *
   * @param <X> why the new text can't be told
   * @param change tells it
   * @throws IOException when the file can't be written; what was there is still there
   * @throws X as the change
   */
  public <X extends Exception> void change(Change<X> change) throws IOException, X {
    synchronized (SharedFile.class) { // a FileLock is for processes
      try (FileChannel lock = open(sibling(".lock"));
          FileLock held = lock.lock()) {
        String text = held.isValid() ? change.text() : null;
        if (text != null) {
          replace(text);
        }
      }
    }
  }

  private void replace(String text) throws IOException {
    Path beside = sibling(".new");
    try (FileChannel out = open(beside)) {
      out.truncate(0);
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  private Path sibling(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
