package dev.kekkai.keyserver.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client and what it is at present.
 *
 * @param entry what the document says
 * @param suspension its present suspension; null when there is none
 */
public record ClientStatus(ClientEntry entry, @Nullable Suspension suspension) {
  /**
   * What it is, in one word.
   *
   * @param now for its dates
   * @return {@code suspended}, {@code not-yet-valid}, {@code expired} or {@code active}
   */
  public String state(Instant now) {
    if (suspension != null) {
      return "suspended";
    }
    return entry.dateProblem(now).orElse("active");
  }
}
