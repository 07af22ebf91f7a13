package dev.kekkai.keyserver.yaml;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a document. For one thread. */
public final class Problems {
  /** Nobody reads more of them, and a broken document could have one in every line. */
  private static final int SHOWN = 100;

  private final List<Problem> found = new ArrayList<>();
  private int count;

  /** None so far. */
  public Problems() {}

  /**
   * One more.
   *
   * @param place where, such as {@code clients[2].keys[0].algorithm}
   * @param value what is there; null when nothing is, or when it should not be shown
   * @param expected what would be right, as a phrase that follows place and value
   */
  public void add(String place, @Nullable String value, String expected) {
    count++;
    if (found.size() < SHOWN) {
      found.add(new Problem(place, value, expected));
    }
  }

  /**
   * How many there are, to see whether a step found some.
   *
   * @return all, also those that are not shown
   */
  public int count() {
    return count;
  }

  /**
   * Ends the reading when something is wrong.
   *
   * @param source what was read, for example the path of the file
   * @throws ConfigException with all problems, when there are any
   */
  public void throwIfAny(String source) {
    if (count == 0) {
      return;
    }
    List<Problem> shown = new ArrayList<>(found);
    if (count > SHOWN) {
      shown.add(new Problem(source, null, "and " + (count - SHOWN) + " more problems"));
    }
    throw new ConfigException(source, shown);
  }
}
