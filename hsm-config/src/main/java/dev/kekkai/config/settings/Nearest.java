package dev.kekkai.config.settings;

import java.util.Collection;
import java.util.Locale;

/** Finds the word somebody probably meant. */
public final class Nearest {

  private Nearest() {}

  /**
   * A hint for a message: the nearest word, or all words when none is near.
   *
   * @param typed what was written
   * @param known the words there are
   * @return the hint
   */
  public static String hint(String typed, Collection<String> known) {
    String best = "";
    int bestDistance = Math.max(2, typed.length() / 3) + 1;
    for (String word : known) {
      int distance = distance(squeezed(typed), squeezed(word));
      if (distance < bestDistance) {
        best = word;
        bestDistance = distance;
      }
    }
    return best.isEmpty()
        ? "the known ones are " + String.join(", ", known)
        : "did you mean '" + best + "'?";
  }

  /** Case and separators are what people get wrong first. */
  private static String squeezed(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[._-]", "");
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
