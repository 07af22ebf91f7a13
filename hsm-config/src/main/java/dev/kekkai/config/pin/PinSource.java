package dev.kekkai.config.pin;

import java.nio.file.Path;
import java.util.function.Supplier;

/** Where a PIN comes from. Holds no PIN itself; every {@link #open} asks the source again. */
public sealed interface PinSource {

  /** What the setting may look like, fit for a message. */
  String FORMS = "file:PATH, env:NAME or prompt (never the PIN itself)";

  /**
   * Reads a source as an operator writes it.
   *
   * @param text {@code file:PATH}, {@code env:NAME} or {@code prompt}
   * @param baseDir folder that a relative path starts from
   * @return the source; nothing has been read from it yet
   * @throws IllegalArgumentException if the text has no such form; the message does not repeat it,
   *     because it may be a PIN
   */
  static PinSource parse(String text, Path baseDir) {
    return PinSourceText.parse(text, baseDir);
  }

  /**
   * Gets the PIN.
   *
   * @return the PIN, never empty; the caller closes it
   * @throws PinUnavailableException if the source does not give one; says what to do about it
   */
  Pin open();

  /**
   * A file that holds the PIN in UTF-8 and nothing else; one line break at its end does not count.
   *
   * @param path absolute path of the file: not empty, at most 4 KiB, where there are POSIX
   *     permissions closed to others and not writable by its group
   */
  record File(Path path) implements PinSource {

    @Override
    public Pin open() {
      return PinFile.read(path);
    }
  }

  /**
   * An environment variable; for development, since other processes of the user can read it.
   *
   * @param name name of the variable
   */
  record Env(String name) implements PinSource {

    @Override
    public Pin open() {
      return PinEnvironment.read(name, System.getenv(name));
    }
  }

  /** A person at the console of this process, without echo. */
  record Prompt() implements PinSource {

    @Override
    public Pin open() {
      return PinPrompt.ask();
    }
  }

  /**
   * A source that another process of ours opens, because this one has neither its console nor its
   * environment.
   *
   * @param from the source as the operator wrote it, by which refusals are remembered
   * @param asked gives what the other process got, or throws what it met
   */
  record Handed(PinSource from, Supplier<Pin> asked) implements PinSource {

    @Override
    public Pin open() {
      return asked.get();
    }
  }
}
