package dev.kekkai.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the kekkai commands in a line of shell, such as a page shows; nothing is run. */
final class ShellLine {
  private static final Set<String> ENDS = Set.of("|", "||", "&&", ";", "&");
  private static final Set<String> REDIRECTIONS = Set.of("<", ">", ">>", "2>");
  private static final Set<String> NAMES = Set.of("kekkai", "./kekkai");

  private ShellLine() {}

  /** The arguments of each, in order. */
  static List<List<String>> commands(String line) {
    List<List<String>> found = new ArrayList<>();
    List<String> command = new ArrayList<>();
    for (String word : words(line)) {
      if (ENDS.contains(word)) {
        arguments(command, found);
        command.clear();
      } else {
        command.add(word);
      }
    }
    arguments(command, found);
    return found;
  }

  /** Variables may be set before it, and a container's name may be the same. */
  private static void arguments(List<String> words, List<List<String>> found) {
    int at = 0;
    while (at < words.size() && words.get(at).matches("[A-Z_]+=.*")) {
      at++;
    }
    if (words.size() > at + 2 && words.get(at).equals("docker")) {
      at = words.lastIndexOf("kekkai");
    }
    if (at < 0 || at >= words.size() || !NAMES.contains(words.get(at))) {
      return;
    }
    List<String> arguments = new ArrayList<>();
    for (int i = at + 1; i < words.size(); i++) {
      if (REDIRECTIONS.contains(words.get(i))) {
        i++;
      } else {
        arguments.add(words.get(i));
      }
    }
    found.add(arguments);
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (char c : line.toCharArray()) {
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
      } else if (c == '#' && !inWord) {
        return words;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
