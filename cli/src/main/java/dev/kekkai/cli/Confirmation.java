package dev.kekkai.cli;

import dev.kekkai.provider.keys.KekRef;
import org.jspecify.annotations.Nullable;

/** Asks a person before something that matters, and twice where it can't be undone. */
final class Confirmation {
  private Confirmation() {}

  /** Asks one question. */
  interface Prompt {
    /** What was typed; null at the end of input. */
    @Nullable String ask(String question);
  }

  /** Whether a person typed a KEK version's label two times. */
  static boolean twice(Prompt prompt, KekRef ref) {
    return typed(prompt, "To destroy " + ref + " for ever, type its label: ", ref)
        && typed(prompt, "This can't be undone, by nobody. Type it once more: ", ref);
  }

  /** Whether a person typed a KEK version's label. */
  static boolean once(Prompt prompt, String question, KekRef ref) {
    return typed(prompt, question, ref);
  }

  private static boolean typed(Prompt prompt, String question, KekRef ref) {
    String answer = prompt.ask(question);
    return answer != null && answer.strip().equals(ref.label());
  }
}
