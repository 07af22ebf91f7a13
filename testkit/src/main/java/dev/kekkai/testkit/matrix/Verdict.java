package dev.kekkai.testkit.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What came out of one test on one module, over all its arguments.
 *
 * @param passed whether it passed, at least with some of its arguments
 * @param notSupported what the module can't
 * @param bugs what is wrong with the module
 */
record Verdict(boolean passed, NavigableSet<String> notSupported, NavigableSet<String> bugs) {
  private static final String PASS = "pass";
  private static final String NOT_SUPPORTED = "n/s";
  private static final String BUG = "bug";

  /** One that nothing is known of. */
  static Verdict empty() {
    return new Verdict(false, new TreeSet<>(), new TreeSet<>());
  }

  Verdict pass() {
    return new Verdict(true, notSupported, bugs);
  }

  Verdict without(String what, boolean isBug) {
    NavigableSet<String> changed = new TreeSet<>(isBug ? bugs : notSupported);
    changed.add(what);
    return isBug ? new Verdict(passed, notSupported, changed) : new Verdict(passed, changed, bugs);
  }

  /** As the page has it: {@code pass, n/s [1] [2], bug [3]}. */
  String text(List<String> notes) {
    List<String> parts = new ArrayList<>();
    if (passed) {
      parts.add(PASS);
    }
    add(parts, NOT_SUPPORTED, notSupported, notes);
    add(parts, BUG, bugs, notes);
    return String.join(", ", parts);
  }

  private static void add(
      List<String> parts, String word, NavigableSet<String> what, List<String> notes) {
    if (!what.isEmpty()) {
      parts.add(
          word
              + what.stream()
                  .map(w -> " [" + (notes.indexOf(w) + 1) + "]")
                  .collect(Collectors.joining()));
    }
  }

  /** Reads what {@link #text} wrote. */
  static Verdict parse(String text, List<String> notes) {
    Verdict verdict = empty();
    for (String part : text.split(", ", -1)) {
      if (part.equals(PASS)) {
        verdict = verdict.pass();
      }
      String[] words = part.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        int note = Integer.parseInt(words[i].substring(1, words[i].length() - 1));
        verdict = verdict.without(notes.get(note - 1), words[0].equals(BUG));
      }
    }
    return verdict;
  }
}
