package dev.kekkai.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kekkai doctor}: checks step by step that everything works, and says what to do if not. */
@Command(
    name = "doctor",
    description = {
      "Checks configuration, module, token, login, KEK and DEK store, and wraps, unwraps and"
          + " encrypts with a throw-away DEK. Leaves nothing on the token.",
      "Prints one line for each step: ok, or FAIL and what to do."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  DoctorCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    return new Doctor(globals, spec.commandLine().getOut()).examine();
  }
}
