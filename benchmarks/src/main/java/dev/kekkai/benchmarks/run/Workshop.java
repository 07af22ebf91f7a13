package dev.kekkai.benchmarks.run;

import dev.kekkai.cryptoki.TokenException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a run has its throw-away tokens, configurations and logs. It is emptied at
 * the beginning and left at the end, for a look at the logs. One run at a time.
 */
public final class Workshop implements AutoCloseable {
  private final Path folder;
  private final FileChannel lock;
  private final Set<String> tokens = new LinkedHashSet<>();

  private Workshop(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes the folder anew.
   *
   * @param folder which; everything in it is deleted
   * @return an empty one, without tokens
   * @throws IOException when another run is using it, or it can't be written
   */
  public static Workshop open(Path folder) throws IOException {
    Path absolute = Files.createDirectories(folder.toAbsolutePath());
    Path file = absolute.resolveSibling(absolute.getFileName() + ".lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock taken = channel.tryLock();
    if (taken == null) {
      channel.close();
      throw new IOException("Another benchmark is running in " + folder + ": wait for it");
    }
    empty(absolute);
    return new Workshop(absolute, channel);
  }

  /**
   * Makes the tokens of those modules that there are.
   *
   * @param softHsm SoftHSM2's library, or null
   * @param nss NSS softokn's library, or null
   * @return notes on the tokens that are missing, and why
   * @throws IOException when files can't be written
   */
  public List<String> makeTokens(@Nullable Path softHsm, @Nullable Path nss) throws IOException {
    BenchTokens maker = new BenchTokens(folder);
    List<String> notes = new ArrayList<>();
    make("softhsm2", softHsm, maker::softHsm, notes);
    make("nss", nss, maker::nss, notes);
    return notes;
  }

  private interface Maker {
    void make(Path module) throws IOException, TokenException;
  }

  private void make(String token, @Nullable Path module, Maker maker, List<String> notes)
      throws IOException {
    String why = "there is no such module; see what tools/fetch-module says";
    if (module != null) {
      try {
        maker.make(module);
        tokens.add(token);
        return;
      } catch (TokenException e) {
        why = e.toString();
      }
    }
    notes.add("The rows of " + token + " are missing: " + why);
  }

  /**
   * Where everything is.
   *
   * @return an absolute path
   */
  public Path folder() {
    return folder;
  }

  /**
   * The tokens that were made.
   *
   * @return their names
   */
  public Set<String> tokens() {
    return Set.copyOf(tokens);
  }

  private static void empty(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(folder)) {
      inside = walk.filter(p -> !p.equals(folder)).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.delete(path);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
