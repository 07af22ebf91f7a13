package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.pin.Pin;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.pin.PinUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinFrameTest {
  @TempDir private Path folder;

  @Test
  void a_pin_comes_out_as_it_went_in_and_the_frame_is_wiped() {
    byte[] frame;
    try (Pin pin = Pin.takeOver("é結1234".toCharArray())) {
      frame = PinFrame.of(pin);
    }
    assertThat(frame).hasSize(PinFrame.BYTES);
    try (Pin read = PinFrame.read(frame)) {
      assertThat(read.chars()).containsExactly("é結1234".toCharArray());
    }
    assertThat(frame).containsOnly(0);
  }

  @Test
  void why_there_is_none_comes_out_as_well() {
    byte[] frame = PinFrame.of(new PinUnavailableException("set it"));
    assertThat(frame).hasSize(PinFrame.BYTES);
    assertThatThrownBy(() -> PinFrame.read(frame))
        .isInstanceOf(PinUnavailableException.class)
        .hasMessage("set it");
  }

  @Test
  void one_that_is_too_long_to_be_a_pin_is_refused() {
    try (Pin pin = Pin.takeOver("7".repeat(PinFrame.BYTES).toCharArray())) {
      assertThatThrownBy(() -> PinFrame.of(pin))
          .isInstanceOf(PinUnavailableException.class)
          .hasMessageNotContaining("7");
    }
  }

  @Test
  void each_asking_opens_the_source_anew() throws Exception {
    Path file =
        Files.createFile(
            folder.resolve("pin"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    PinGiver giver = new PinGiver(new PinSource.File(file));
    giver.to(pipe);
    giver.give();
    Files.writeString(file, "4711");
    giver.give();
    byte[] sent = pipe.toByteArray();
    assertThat(sent).hasSize(2 * PinFrame.BYTES);
    ByteArrayOutputStream asked = new ByteArrayOutputStream();
    PinTaker taker =
        new PinTaker(
            new DataInputStream(new EndlessAfter(sent)),
            new DoctorSpeaker(new PrintStream(asked, true, StandardCharsets.UTF_8)));
    assertThatThrownBy(taker::take)
        .isInstanceOf(PinUnavailableException.class)
        .hasMessageContaining(file.toString());
    try (Pin pin = taker.take()) {
      assertThat(new String(pin.chars())).isEqualTo("4711");
    }
    assertThat(asked.toString(StandardCharsets.UTF_8).lines().filter(l -> !l.isEmpty())).hasSize(2);
  }

  /** A pipe that stays open: its end would end this process. */
  private static final class EndlessAfter extends ByteArrayInputStream {
    EndlessAfter(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] to, int from, int length) {
      int read = super.read(to, from, length);
      while (read < 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          return read;
        }
      }
      return read;
    }
  }
}
