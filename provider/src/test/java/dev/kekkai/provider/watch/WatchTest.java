package dev.kekkai.provider.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.RecoveryLevel;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenState;
import dev.kekkai.provider.KekkaiListener;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Outcome;
import dev.kekkai.provider.Place;
import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.KekRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.AEADBadTagException;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  private final Watch watch = new Watch("Kekkai-test");

  /** Writes down what it hears. */
  private static final class Diary implements KekkaiListener {
    final List<String> heard = new ArrayList<>();

    @Override
    public void operation(Operation what, Place place, Outcome outcome, long nanos) {
      assertThat(nanos).isBetween(0L, Duration.ofMinutes(1).toNanos());
      heard.add(what + " " + place + " " + outcome);
    }

    @Override
    public void budget(KekRef kek, int percent, long used, long max) {
      heard.add(kek + " " + percent + " " + used + " " + max);
    }

    @Override
    public void failed(String function, long returnValue) {
      heard.add(function + " " + returnValue);
    }

    @Override
    public void waited(long nanos, boolean got) {
      heard.add("waited " + nanos + " " + got);
    }

    @Override
    public void changed(TokenState from, TokenState to, String reason) {
      heard.add(from + " " + to + " " + reason);
    }

    @Override
    public void recovered(RecoveryLevel level, int attempts, Duration outage) {
      heard.add(level + " " + attempts + " " + outage);
    }

    @Override
    public void quarantined(int hanging) {
      heard.add("hanging " + hanging);
    }

    @Override
    public void kept(String borrower, Duration lent) {
      heard.add(borrower + " " + lent);
    }
  }

  private void everything() {
    watch.failed("C_Sign", 0x30);
    watch.waited(5_000_000, false);
    watch.changed(TokenState.UP, TokenState.RECOVERING, "C_Sign failed");
    watch.recovered(RecoveryLevel.MODULE, 3, Duration.ofMillis(1500));
    watch.quarantined(2);
    watch.kept("thread 'main'", Duration.ofSeconds(30));
    watch.budget(new KekRef("payments", 1), 80, 8, 10);
  }

  @Test
  void aListenerHearsEverythingThatTheTokenTells() {
    Diary diary = new Diary();
    watch.add(diary);
    everything();

    assertThat(diary.heard)
        .containsExactly(
            "C_Sign 48",
            "waited 5000000 false",
            "UP RECOVERING C_Sign failed",
            "MODULE 3 PT1.5S",
            "hanging 2",
            "thread 'main' PT30S",
            "payments.v1 80 8 10");
  }

  @Test
  void anOperationIsToldWithItsOutcome() throws Exception {
    Diary diary = new Diary();
    watch.add(diary);
    assertThat(watch.<Integer, TokenException>timed(Operation.WRAP, Place.HSM, () -> 7))
        .isEqualTo(7);
    fails(Operation.UNWRAP, new BadBlobException());
    fails(Operation.DECRYPT, new AEADBadTagException(BulkKey.BAD_CIPHERTEXT));
    fails(Operation.SIGN, new TokenException("down", true, null));

    assertThat(diary.heard)
        .containsExactly(
            "WRAP HSM OK", "UNWRAP HSM BAD_INPUT", "DECRYPT HSM BAD_INPUT", "SIGN HSM FAILED");
  }

  private void fails(Operation what, Exception with) {
    assertThatThrownBy(
            () ->
                watch.timed(
                    what,
                    Place.HSM,
                    () -> {
                      throw with;
                    }))
        .isSameAs(with);
  }

  @Test
  void nothingIsStartedWhileNobodyWatches() {
    Diary diary = new Diary();
    assertThat(watch.start(Operation.MAC, Place.HSM)).isNull();
    watch.add(diary);
    watch.add(diary);
    Running running = watch.start(Operation.MAC, Place.HSM);
    assertThat(running).isNotNull();
    Running.ended(running);
    watch.remove(diary);
    assertThat(watch.start(Operation.MAC, Place.HSM)).isNull();

    assertThat(diary.heard).as("added twice, told once").containsExactly("MAC HSM OK");
  }

  @Test
  void whatAListenerThrowsReachesNeitherTheCallerNorTheOthers() throws Exception {
    AtomicInteger thrown = new AtomicInteger();
    Diary diary = new Diary();
    watch.add(
        new KekkaiListener() {
          @Override
          public void operation(Operation what, Place place, Outcome outcome, long nanos) {
            thrown.incrementAndGet();
            throw new NoClassDefFoundError("some/Metric");
          }
        });
    watch.add(diary);
    for (int i = 0; i < 2; i++) {
      assertThat(watch.<Integer, TokenException>timed(Operation.WRAP, Place.HSM, () -> 7))
          .isEqualTo(7);
    }

    assertThat(thrown).hasValue(2);
    assertThat(diary.heard).containsExactly("WRAP HSM OK", "WRAP HSM OK");
  }

  @Test
  void aRecordingHasEverythingButOperationsUnlessItAsksForThem(@TempDir Path folder)
      throws Exception {
    List<RecordedEvent> usual = recorded(folder.resolve("usual.jfr"), false);
    List<RecordedEvent> all = recorded(folder.resolve("all.jfr"), true);

    assertThat(usual.stream().map(WatchTest::fields))
        .containsExactlyInAnyOrder(
            "TokenError C_Sign CKR_DEVICE_ERROR 48",
            "SessionWait 5000000 false",
            "StateChange UP RECOVERING C_Sign failed",
            "Recovery MODULE 3 1500000000",
            "Quarantine 2",
            "SessionKept thread 'main' 30000000000",
            "DekBudget payments.v1 80 8 10");
    assertThat(all.stream().map(WatchTest::fields))
        .hasSize(8)
        .contains("Operation ENCRYPT SOFTWARE OK");
    assertThat(all).allSatisfy(e -> assertThat(e.getString("provider")).isEqualTo("Kekkai-test"));
  }

  /** Its own fields, in their order. */
  private static String fields(RecordedEvent event) {
    StringBuilder text = new StringBuilder(event.getEventType().getName().substring(11));
    event.getFields().stream()
        .map(f -> f.getName())
        .filter(
            f ->
                !List.of("startTime", "duration", "eventThread", "stackTrace", "provider")
                    .contains(f))
        .forEach(f -> text.append(' ').append(event.<Object>getValue(f)));
    return text.toString();
  }

  private List<RecordedEvent> recorded(Path file, boolean operations) throws IOException {
    try (Recording recording = new Recording()) {
      if (operations) {
        recording.enable("dev.kekkai.Operation");
      }
      recording.start();
      Running.ended(watch.start(Operation.ENCRYPT, Place.SOFTWARE));
      everything();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
    events.removeIf(e -> !e.getEventType().getName().startsWith("dev.kekkai."));
    Files.delete(file);
    return events;
  }
}
