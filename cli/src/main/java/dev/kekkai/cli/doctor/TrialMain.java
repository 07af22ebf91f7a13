package dev.kekkai.cli.doctor;

import dev.kekkai.config.ModuleSettings;
import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.InitializeArgs;
import dev.kekkai.cryptoki.TokenException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The process in which a module is tried. Says on standard output what it is about to do, so that
 * who started it knows where it ended.
 */
public final class TrialMain {
  /** Begins each line: the module may print, too. */
  static final String SAYS = "kekkai-trial";

  static final String OVER = "over";
  static final String PROBLEM = "problem";

  private TrialMain() {}

  /**
   * Tries the module that standard input names.
   *
   * @param args none: other users of the machine could read them
   * @throws IOException when standard input is not what {@link ModuleTrial} writes
   */
  public static void main(String[] args) throws IOException {
    DataInputStream in = new DataInputStream(System.in);
    Path module = Path.of(in.readUTF());
    String reserved = optional(in);
    String nativeDir = optional(in);
    boolean osLocking = in.readBoolean();
    Lifeline.hold(System.in);
    try {
      run(
          module,
          nativeDir == null ? null : Path.of(nativeDir),
          new InitializeArgs(osLocking, reserved));
    } catch (TokenException e) {
      say(PROBLEM + " " + oneLine(String.valueOf(e.getMessage())));
    }
    System.exit(0);
  }

  static void write(DataOutputStream out, ModuleSettings module, boolean osLocking)
      throws IOException {
    out.writeUTF(module.path().toString());
    put(out, module.args());
    Path nativeDir = module.nativeDir();
    put(out, nativeDir == null ? null : nativeDir.toString());
    out.writeBoolean(osLocking);
  }

  private static void put(DataOutputStream out, @Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    out.writeUTF(text == null ? "" : text);
  }

  private static @Nullable String optional(DataInputStream in) throws IOException {
    boolean given = in.readBoolean();
    String text = in.readUTF();
    return given ? text : null;
  }

  private static void run(Path module, @Nullable Path nativeDir, InitializeArgs args)
      throws TokenException {
    step(TrialStep.LOAD);
    Cryptoki cryptoki = BindingFactory.usual().load(module, nativeDir);
    step(TrialStep.INITIALIZE);
    cryptoki.C_Initialize(args);
    step(TrialStep.LOOK);
    look(cryptoki);
    step(TrialStep.FINALIZE);
    cryptoki.C_Finalize();
    step(TrialStep.INITIALIZE_AGAIN);
    cryptoki.C_Initialize(args);
    look(cryptoki);
    step(TrialStep.FINALIZE_AGAIN);
    cryptoki.C_Finalize();
    step(TrialStep.END);
    say(OVER);
  }

  /** One slot that can't be asked is no problem of the others. */
  private static void look(Cryptoki cryptoki) throws CryptokiException {
    cryptoki.C_GetInfo();
    for (long slot : cryptoki.C_GetSlotList(true)) {
      try {
        cryptoki.C_GetTokenInfo(slot);
      } catch (CryptokiException e) {
        say("slot " + slot + " answers " + e.getMessage());
      }
    }
  }

  private static void step(TrialStep step) {
    say(step.name());
  }

  private static void say(String what) {
    System.out.println("\n" + SAYS + " " + what); // a module may leave a line unfinished
    System.out.flush();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
