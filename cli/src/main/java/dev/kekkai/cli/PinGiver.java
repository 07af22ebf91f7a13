package dev.kekkai.cli;

import dev.kekkai.config.pin.Pin;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.pin.PinUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hands a PIN to another process of ours through a pipe: neither a command line nor an environment
 * has it. Each asking opens the source anew. The other end is {@link PinTaker}.
 */
final class PinGiver {
  private final PinSource source;
  private @Nullable OutputStream to;

  PinGiver(PinSource source) {
    this.source = source;
  }

  synchronized void to(OutputStream pipe) {
    to = pipe;
  }

  synchronized void give() {
    byte[] frame;
    try (Pin pin = source.open()) {
      frame = PinFrame.of(pin);
    } catch (PinUnavailableException e) {
      frame = PinFrame.of(e);
    }
    try {
      if (to != null) {
        to.write(frame); // past the stream's buffer, which is no longer than this
        to.flush();
      }
    } catch (IOException e) {
      return; // the other process has ended, which its exit status tells
    } finally {
      Arrays.fill(frame, (byte) 0);
    }
  }
}
