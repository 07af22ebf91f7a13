package dev.kekkai.cli;

import dev.kekkai.cryptoki.LoginConsent;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the process is asked for in which doctor works. No secret is in it.
 *
 * @param config absolute path of the configuration
 * @param consent what a person said of the login
 * @param debug whether to log in detail
 * @param speed whether to measure speed and to open many sessions
 * @param suggestion where to write a profile; null for nowhere
 */
record DoctorRequest(
    Path config, LoginConsent consent, boolean debug, boolean speed, @Nullable Path suggestion) {

  void write(OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    out.writeUTF(config.toString());
    out.writeBoolean(consent == LoginConsent.CONFIRMED);
    out.writeBoolean(debug);
    out.writeBoolean(speed);
    out.writeUTF(suggestion == null ? "" : suggestion.toString());
    out.flush();
  }

  static DoctorRequest read(DataInputStream in) throws IOException {
    Path config = Path.of(in.readUTF());
    LoginConsent consent = in.readBoolean() ? LoginConsent.CONFIRMED : LoginConsent.USUAL;
    boolean debug = in.readBoolean();
    boolean speed = in.readBoolean();
    String suggestion = in.readUTF();
    return new DoctorRequest(
        config, consent, debug, speed, suggestion.isEmpty() ? null : Path.of(suggestion));
  }
}
