package dev.kekkai.cryptoki.login;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenInfo;
import dev.kekkai.cryptoki.state.StateFolder;
import dev.kekkai.cryptoki.state.StateNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which PINs a token has refused, in a folder that all processes of a user share. Where that folder
 * can't be used, this process remembers for itself. Holds no PIN and nothing made from one.
 */
public final class LoginMemory {
  private static final Logger LOG = LoggerFactory.getLogger(LoginMemory.class);

  /** What could not be written, by file and place: true for this process alone. */
  private static final Map<String, Refusal> UNWRITTEN = new ConcurrentHashMap<>();

  private static final Set<Path> WARNED = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final Path lockFile;
  private final RefusalFile file;
  private final String token;

  private LoginMemory(Path folder, TokenInfo info) {
    String name = StateNames.of(info);
    this.folder = folder;
    this.lockFile = folder.resolve(name + ".lock");
    this.file = new RefusalFile(folder.resolve(name + ".refused"));
    this.token = info.describe();
  }

  /**
   * The memory of one token.
   *
   * @param configured the folder that the operator gave, or null for the user's own
   * @param info which token
   * @return its memory; nothing is read or written yet
   */
  public static LoginMemory of(@Nullable Path configured, TokenInfo info) {
    return new LoginMemory(StateFolder.of(configured), info);
  }

  /**
   * Waits until no other thread and no other process logs in to this token.
   *
   * @param atMost how long
   * @return to be closed when the login is done and its outcome remembered
   * @throws TokenException when it took too long
   */
  public LoginTurn turn(Duration atMost) throws TokenException {
    LoginTurn turn = LoginTurn.take(this, lockFile, token, atMost);
    try {
      StateFolder.create(folder);
      turn.lockOutOtherProcesses();
    } catch (IOException e) {
      warn(e);
    } catch (TokenException | RuntimeException e) {
      turn.close();
      throw e;
    }
    return turn;
  }

  /**
   * Looks a PIN up.
   *
   * @param mark which one
   * @return how it was refused, if it was and nobody has logged in with it since; never for a typed
   *     one
   */
  public Optional<Refusal> refusal(PinMark mark) {
    return refusals().stream().filter(refusal -> refusal.mark().equals(mark)).findFirst();
  }

  /** For who has the turn. */
  void remember(Refusal refusal) {
    if (!refusal.mark().isTyped()) {
      replace(refusal.mark().place(), refusal);
    }
  }

  /** For who has the turn. */
  void forget(PinMark mark) {
    if (refusals().stream().anyMatch(refusal -> isFrom(refusal, mark.place()))) {
      replace(mark.place(), null);
    }
  }

  private void replace(String place, @Nullable Refusal refusal) {
    UNWRITTEN.remove(key(place));
    try {
      List<Refusal> kept = new ArrayList<>(file.read());
      kept.removeIf(other -> isFrom(other, place));
      if (refusal != null) {
        kept.add(refusal);
      }
      file.write(kept);
    } catch (IOException e) {
      warn(e);
      if (refusal != null) {
        UNWRITTEN.put(key(place), refusal);
      }
    }
  }

  private List<Refusal> refusals() {
    List<Refusal> all = new ArrayList<>();
    try {
      all.addAll(file.read());
    } catch (IOException e) {
      warn(e);
    }
    UNWRITTEN.forEach(
        (key, refusal) -> {
          if (key.equals(key(refusal.mark().place()))) {
            all.add(refusal);
          }
        });
    return all;
  }

  private String key(String place) {
    return lockFile + " " + place;
  }

  private static boolean isFrom(Refusal refusal, String place) {
    return refusal.mark().place().equals(place);
  }

  private void warn(IOException e) {
    if (WARNED.add(folder)) {
      LOG.warn(
          "The folder {} can't be used ({}), so other processes and the next start don't learn of a"
              + " refused PIN, and may try it again: set state.dir to a folder of this user that"
              + " outlives the process",
          folder,
          e.toString());
    }
  }
}
