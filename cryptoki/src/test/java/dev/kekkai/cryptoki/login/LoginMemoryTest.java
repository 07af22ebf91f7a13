package dev.kekkai.cryptoki.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.pin.PinSource;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenInfo;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginMemoryTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final long PIN_INCORRECT = 0xA0;

  @TempDir private Path folder;
  private Path state;
  private Path pinFile;
  private PinSource source;
  private LoginMemory memory;

  @BeforeEach
  void open() throws IOException {
    state = folder.resolve("a/state");
    pinFile = Files.writeString(folder.resolve("pin"), "1234");
    source = new PinSource.File(pinFile);
    memory = LoginMemory.of(state, info("token"));
  }

  private static TokenInfo info(String label) {
    return new TokenInfo(0, label, "Acme", "9000", "s/1 *", "1.0", 0, 0, 0);
  }

  private void refuse(LoginMemory by, PinMark mark) throws TokenException {
    try (LoginTurn turn = by.turn(SHORT)) {
      turn.remember(new Refusal(mark, Instant.parse("2026-01-02T03:04:05Z"), PIN_INCORRECT));
    }
  }

  private void accept(LoginMemory by, PinMark mark) throws TokenException {
    try (LoginTurn turn = by.turn(SHORT)) {
      turn.forget(mark);
    }
  }

  @Test
  void aRefusalIsSeenByTheNextProcessUntilThePinIsTaken() throws Exception {
    PinMark mark = PinMark.of(source);
    refuse(memory, mark);
    LoginMemory next = LoginMemory.of(state, info("token"));
    assertThat(next.refusal(mark))
        .contains(new Refusal(mark, Instant.parse("2026-01-02T03:04:05Z"), PIN_INCORRECT));
    accept(next, mark);
    assertThat(memory.refusal(mark)).isEmpty();
  }

  @Test
  void aRewrittenFileIsAnotherPin() throws Exception {
    PinMark before = PinMark.of(source);
    refuse(memory, before);
    FileTime written = Files.getLastModifiedTime(pinFile);
    Files.setLastModifiedTime(
        pinFile, FileTime.from(written.to(TimeUnit.NANOSECONDS) + 1, TimeUnit.NANOSECONDS));
    PinMark after = PinMark.of(source);
    assertThat(after).isNotEqualTo(before);
    assertThat(memory.refusal(after)).isEmpty();
    refuse(memory, after);
    assertThat(memory.refusal(before)).as("replaced, not kept beside").isEmpty();
  }

  @Test
  void aFileMovedIntoPlaceWithTheOldTimeIsAnotherPin() throws Exception {
    PinMark before = PinMark.of(source);
    Path next = Files.writeString(folder.resolve("next"), "5678");
    Files.setLastModifiedTime(next, Files.getLastModifiedTime(pinFile));
    Files.delete(pinFile);
    Files.move(next, pinFile);
    assertThat(PinMark.of(source)).isNotEqualTo(before);
  }

  @Test
  void aVariableHasOneMarkWhateverItsValue() throws Exception {
    PinMark mark = PinMark.of(new PinSource.Env("KEKKAI_PIN"));
    assertThat(mark).isEqualTo(new PinMark("env:KEKKAI_PIN", "-"));
    refuse(memory, mark);
    assertThat(memory.refusal(mark)).isPresent();
    assertThat(mark.showsChanges()).isFalse();
  }

  @Test
  void aTypedPinIsNotRemembered() throws Exception {
    PinMark mark = PinMark.of(new PinSource.Prompt());
    refuse(memory, mark);
    assertThat(memory.refusal(mark)).isEmpty();
  }

  @Test
  void tokensAndPlacesAreToldApart() throws Exception {
    PinMark mark = PinMark.of(source);
    PinMark other = new PinMark("env:X", "-");
    refuse(memory, mark);
    refuse(memory, other);
    accept(memory, other);
    assertThat(memory.refusal(mark)).as("another place").isPresent();
    assertThat(LoginMemory.of(state, info("other")).refusal(mark)).as("another token").isEmpty();
  }

  @Test
  void nothingOfThePinIsWrittenAndNobodyElseLooksIn() throws Exception {
    Files.writeString(pinFile, "pin-87654321");
    refuse(memory, PinMark.of(source));
    List<Path> files;
    try (Stream<Path> list = Files.list(state)) {
      files = list.sorted().toList();
    }
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("token-s%2F1+%2A-token.lock", "token-s%2F1+%2A-token.refused");
    assertThat(Files.size(files.get(0))).isZero();
    List<String> lines = Files.readAllLines(files.get(1));
    assertThat(lines.get(0)).isEqualTo("kekkai-refusals 1");
    assertThat(lines.get(1)).matches("2026-01-02T03:04:05Z A0 file%3A\\S+ \\d+%3A\\d+");
    assertThat(String.join("", lines)).doesNotContain("87654321");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
  }

  @Test
  void damagedLinesAndOtherVersionsCountForNothing() throws Exception {
    PinMark mark = PinMark.of(source);
    refuse(memory, mark);
    Path file = state.resolve("token-s%2F1+%2A-token.refused");
    Files.writeString(file, "noise\n", StandardOpenOption.APPEND);
    Files.writeString(file, "yesterday A0 file -\n", StandardOpenOption.APPEND);
    Files.writeString(file, "2026-01-02T03:04:05Z XY file -\n", StandardOpenOption.APPEND);
    assertThat(memory.refusal(mark)).isPresent();
    Files.writeString(file, "kekkai-refusals 2\n");
    assertThat(memory.refusal(mark)).isEmpty();
    refuse(memory, mark);
    assertThat(memory.refusal(mark)).isPresent();
  }

  @Test
  void aFolderThatCannotBeMadeLeavesThisProcessItsOwnMemory() throws Exception {
    LoginMemory blocked = LoginMemory.of(pinFile.resolve("state"), info("token"));
    PinMark mark = PinMark.of(source);
    refuse(blocked, mark);
    LoginMemory again = LoginMemory.of(pinFile.resolve("state"), info("token"));
    assertThat(again.refusal(mark)).isPresent();
    assertThat(memory.refusal(mark)).as("another folder").isEmpty();
    accept(again, mark);
    assertThat(blocked.refusal(mark)).isEmpty();
  }

  @Test
  void oneThreadAtATimeHasTheTurnAndTheOthersWaitNoLongerThanTheyMay() throws Exception {
    try (LoginTurn turn = memory.turn(SHORT)) {
      CompletableFuture<LoginTurn> second =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return memory.turn(SHORT);
                } catch (TokenException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS))
          .rootCause()
          .isInstanceOfSatisfying(
              TokenException.class, e -> assertThat(e.retryable()).as("retryable").isTrue())
          .hasMessageContainingAll("logging in", "'token'", "50 ms");
      assertThat(turn).isNotNull();
    }
    memory.turn(SHORT).close();
  }

  @Test
  void aLockHeldElsewhereIsWaitedForNoLongerThanAllowed() throws Exception {
    memory.turn(SHORT).close();
    Path lock = state.resolve("token-s%2F1+%2A-token.lock");
    try (FileChannel other = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      assertThat(other.lock().isValid()).isTrue();
      assertThatThrownBy(() -> memory.turn(SHORT))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining(lock.toString());
    }
    memory.turn(SHORT).close();
  }
}
