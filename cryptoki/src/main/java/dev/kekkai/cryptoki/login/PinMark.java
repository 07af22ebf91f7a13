package dev.kekkai.cryptoki.login;

import dev.kekkai.config.pin.PinSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells one PIN from the next by where it lies and when it was put there. There is nothing of the
 * PIN in it, not even its length: a short PIN can be found from any check value.
 *
 * @param place the {@code pin} setting: {@code file:PATH}, {@code env:NAME} or {@code prompt}
 * @param stamp of a file: time of its last change in nanoseconds and inode; else {@code -}
 */
public record PinMark(String place, String stamp) {
  private static final String PROMPT = "prompt";
  private static final String NONE = "-";

  /**
   * The mark of the PIN that a source gives now.
   *
   * @param source where it comes from; not opened
   * @return its mark, also when the source gives no PIN
   */
  public static PinMark of(PinSource source) {
    if (source instanceof PinSource.Handed handed) {
      return of(handed.from());
    }
    if (source instanceof PinSource.File file) {
      return new PinMark("file:" + file.path(), stamp(file.path()));
    }
    if (source instanceof PinSource.Env env) {
      return new PinMark("env:" + env.name(), NONE);
    }
    return new PinMark(PROMPT, NONE);
  }

  /**
   * Whether a person types it, and so decides each time.
   *
   * @return true for {@code prompt}
   */
  public boolean isTyped() {
    return place.equals(PROMPT);
  }

  /**
   * Whether a new PIN in this place gets a new mark.
   *
   * @return true for a file
   */
  public boolean showsChanges() {
    return !stamp.equals(NONE);
  }

  /** No device number: it changes with every mount, and a restarted container mounts anew. */
  private static String stamp(Path file) {
    try {
      Map<String, Object> unix = Files.readAttributes(file, "unix:lastModifiedTime,ino");
      return unix.get("lastModifiedTime") instanceof FileTime time
          ? stamp(time, String.valueOf(unix.get("ino")))
          : NONE;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return basicStamp(file);
    } catch (IOException e) {
      return "absent";
    }
  }

  private static String basicStamp(Path file) {
    try {
      return stamp(Files.getLastModifiedTime(file), NONE);
    } catch (IOException e) {
      return "absent";
    }
  }

  private static String stamp(FileTime time, String inode) {
    return String.format(Locale.ROOT, "%d:%s", time.to(TimeUnit.NANOSECONDS), inode);
  }
}
