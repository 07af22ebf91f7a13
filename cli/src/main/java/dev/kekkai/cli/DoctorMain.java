package dev.kekkai.cli;

import dev.kekkai.cryptoki.LoginConsent;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process in which doctor works, for {@link DoctorSupervisor}. */
public final class DoctorMain {
  private DoctorMain() {}

  /**
   * Examines what standard input asks for, and says on standard output what it finds.
   *
   * @param args none: other users of the machine could read them
   * @throws IOException when standard input is not what {@link DoctorRequest} writes
   */
  public static void main(String[] args) throws IOException {
    // Unbuffered: a PIN may come this way.
    DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
    DoctorRequest request = DoctorRequest.read(in);
    if (request.debug()) {
      Logging.choose("--debug");
    }
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    DoctorSpeaker speaker = new DoctorSpeaker(out);
    try {
      examine(request, speaker, new PinTaker(in, speaker));
      speaker.say(DoctorSpeaker.OVER);
    } catch (RuntimeException e) {
      speaker.say(DoctorSpeaker.BROKEN, e.toString());
    }
    System.exit(ExitCode.OK);
  }

  private static void examine(DoctorRequest request, DoctorSpeaker speaker, PinTaker pins) {
    Globals globals = new Globals(Surroundings.ofProcess(StandardOutput.ofProcess()));
    globals.config(request.config());
    globals.debug(request.debug());
    globals.confirmLogin(request.consent() == LoginConsent.CONFIRMED);
    globals.handedPin(pins::take);
    DoctorOptions options = new DoctorOptions(false, request.speed(), false, request.suggestion());
    new Doctor(globals, options, speaker).examine();
  }
}
