package dev.kekkai.cli;

import dev.kekkai.cli.doctor.Lifeline;
import dev.kekkai.config.pin.Pin;
import dev.kekkai.config.pin.PinUnavailableException;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * Asks the process that started this one for the PIN, and ends this process when that one is gone.
 */
final class PinTaker {
  private static final int PATIENCE_SECONDS = 1;

  private final SynchronousQueue<byte[]> frames = new SynchronousQueue<>();
  private final DoctorSpeaker speaker;

  /** {@code in} is unbuffered, and nobody else reads from it. */
  PinTaker(DataInputStream in, DoctorSpeaker speaker) {
    this.speaker = speaker;
    Thread thread = new Thread(() -> listen(in), "kekkai-doctor-lifeline");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen(DataInputStream in) {
    try {
      for (; ; ) {
        byte[] frame = new byte[PinFrame.BYTES];
        in.readFully(frame);
        if (!frames.offer(frame, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          Arrays.fill(frame, (byte) 0); // nobody has asked for it
        }
      }
    } catch (IOException e) {
      Lifeline.cut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized Pin take() {
    speaker.say(DoctorSpeaker.PIN);
    try {
      return PinFrame.read(frames.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PinUnavailableException("interrupted");
    }
  }
}
