package dev.kekkai.cli;

import dev.kekkai.config.CallMode;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.Sharing;
import dev.kekkai.config.problem.Printable;
import dev.kekkai.cryptoki.PastOutages;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** What an application with this configuration does when the token goes away, and when it did. */
final class DoctorOutages {
  private static final int MOST = 5;

  private DoctorOutages() {}

  static void tell(KekkaiConfig config, PrintWriter out) {
    out.println("note  when the token goes away: " + plan(config));
    List<String> past = PastOutages.latest(config, MOST);
    if (!past.isEmpty()) {
      out.println("note  outages that applications of this user saw, the latest last:");
      past.forEach(line -> out.println("        " + Printable.of(line)));
    }
    out.flush();
  }

  private static String plan(KekkaiConfig config) {
    return String.join(
        "; ",
        config.module().sharing() == Sharing.EXCLUSIVE
            ? "sessions and login are made anew, and the module is initialised again if need be"
            : "sessions and login are made anew; the module is others' (sharing = shared)",
        "callers wait up to " + text(config.calls().deadline()) + deadlineNote(config),
        "after " + text(config.outages().failFastAfter()) + " they fail at once until it is back",
        config.outages().requireHsm()
            ? "DEKs in memory stop working with it (require-hsm = yes)"
            : "DEKs in memory go on up to " + text(config.deks().maxAge()) + " (dek.max-age)");
  }

  private static String deadlineNote(KekkaiConfig config) {
    return config.calls().mode() == CallMode.DISPATCHED
        ? ", also when it hangs (calls = dispatched)"
        : ", or longer when a call hangs (calls = direct)";
  }

  private static String text(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
