package dev.kekkai.config.profile;

import java.util.Locale;
import java.util.Optional;

/** How a value of a profile is known. */
public enum Mark {
  /** Seen on the module itself. */
  MEASURED,
  /** Read in documentation or source of the module. */
  DOCUMENTED,
  /** Chosen with care, without evidence for this module. */
  UNVERIFIED;

  /** As it is written in profiles, such as {@code [measured]}. */
  String written() {
    return "[" + name().toLowerCase(Locale.ROOT) + "]";
  }

  /** The value that this mark is written after; empty where it is not. */
  Optional<String> parted(String text) {
    String whole = text.strip();
    return whole.endsWith(written())
        ? Optional.of(whole.substring(0, whole.length() - written().length()).strip())
        : Optional.empty();
  }
}
