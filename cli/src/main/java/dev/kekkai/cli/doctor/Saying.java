package dev.kekkai.cli.doctor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one process of doctor's says to the other, as a line of standard output: the module may
 * print there, too, and texts of the token's may hold anything. Immutable.
 *
 * @param kind what it is about
 * @param texts what belongs to it
 */
public record Saying(String kind, List<String> texts) {
  private static final String MARK = "kekkai-doctor";

  /**
   * Copies the texts.
   *
   * @param kind what it is about
   * @param texts what belongs to it
   */
  public Saying {
    texts = List.copyOf(texts);
  }

  /**
   * Puts one together.
   *
   * @param kind what it is about
   * @param texts what belongs to it
   * @return the saying
   */
  public static Saying of(String kind, String... texts) {
    return new Saying(kind, List.of(texts));
  }

  /**
   * Reads a line.
   *
   * @param line without its end
   * @return empty for a line of somebody else's
   */
  public static Optional<Saying> read(String line) {
    String[] words = line.split(" ", -1);
    if (words.length < 2 || !words[0].equals(MARK)) {
      return Optional.empty();
    }
    try {
      List<String> texts = new ArrayList<>();
      for (String word : List.of(words).subList(1, words.length)) {
        texts.add(new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8));
      }
      return Optional.of(new Saying(texts.get(0), texts.subList(1, texts.size())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * One of the texts.
   *
   * @param index from 0
   * @return the text, empty where there is none
   */
  public String text(int index) {
    return index < texts.size() ? texts.get(index) : "";
  }

  /**
   * The line that says it.
   *
   * @return without its end
   */
  public String line() {
    return Stream.concat(Stream.of(kind), texts.stream())
        .map(t -> Base64.getEncoder().encodeToString(t.getBytes(StandardCharsets.UTF_8)))
        .collect(Collectors.joining(" ", MARK + " ", ""));
  }
}
