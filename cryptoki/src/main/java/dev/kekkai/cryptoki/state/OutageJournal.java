package dev.kekkai.cryptoki.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outages that processes of this user saw, a line each, so that another process can tell of them.
 * Nothing depends on it: what can't be written is left out. Thread-safe, and for several processes:
 * a line is appended in one piece.
 */
public final class OutageJournal {
  private static final Logger LOG = LoggerFactory.getLogger(OutageJournal.class);
  private static final String SUFFIX = ".outages";

  /** Of a file longer than this, the older part is thrown away with the one before. */
  private static final long MOST_BYTES = 64 * 1024;

  private final Path folder;
  private final Path file;

  /**
   * The journal of one token.
   *
   * @param configured as {@code state.dir} says, or null
   * @param token the token's name among the files there
   */
  public OutageJournal(@Nullable Path configured, String token) {
    this.folder = StateFolder.of(configured);
    this.file = folder.resolve(token + SUFFIX);
  }

  /**
   * Writes a line down.
   *
   * @param line begins with the time, so that lines of several tokens can be sorted
   */
  public void add(String line) {
    try {
      StateFolder.create(folder);
      if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".old"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          file,
          line.replaceAll("\\R", " ") + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.debug("An outage was not written down in {}: {}", file, e.toString());
    }
  }

  /**
   * What was written down of all tokens.
   *
   * @param configured as {@code state.dir} says, or null
   * @param most at most so many lines
   * @return the latest, the oldest of them first
   */
  public static List<String> latest(@Nullable Path configured, int most) {
    List<String> lines = new ArrayList<>();
    Path folder = StateFolder.of(configured);
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : files) {
          lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        LOG.debug("Past outages can't be read in {}: {}", folder, e.toString());
      }
    }
    Collections.sort(lines);
    return lines.subList(Math.max(0, lines.size() - most), lines.size());
  }
}
