package dev.kekkai.keyserver.registry;

import dev.kekkai.config.problem.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A new version of the registry as a server took it over: worth telling, because whoever can write
 * the database can register a client of his own.
 *
 * @param version what was taken over
 * @param added ids of clients that were not there before
 * @param removed ids of clients that are no longer there
 * @param changed ids of clients of which something changed
 * @param whileRunning whether it came while the server ran; else the server found it when it
 *     started, and compares with nothing
 */
public record RegistryChange(
    StoredVersion version,
    List<String> added,
    List<String> removed,
    List<String> changed,
    boolean whileRunning) {

  /** So many ids are named, the others counted: a message about a change has to stay short. */
  private static final int NAMED = 3;

  private static final int MAX_NAME_CHARS = 64;

  static RegistryChange between(
      List<ClientEntry> before,
      List<ClientEntry> after,
      StoredVersion version,
      boolean whileRunning) {
    Map<String, ClientEntry> old = byId(before);
    Map<String, ClientEntry> now = byId(after);
    TreeSet<String> added = new TreeSet<>(now.keySet());
    added.removeAll(old.keySet());
    TreeSet<String> removed = new TreeSet<>(old.keySet());
    removed.removeAll(now.keySet());
    TreeSet<String> changed = new TreeSet<>(now.keySet());
    changed.removeIf(id -> !old.containsKey(id) || Objects.equals(now.get(id), old.get(id)));
    return new RegistryChange(
        version, List.copyOf(added), List.copyOf(removed), List.copyOf(changed), whileRunning);
  }

  private static Map<String, ClientEntry> byId(List<ClientEntry> entries) {
    Map<String, ClientEntry> map = new HashMap<>();
    entries.forEach(entry -> map.put(entry.id(), entry));
    return map;
  }

  /**
   * The change in a line, whose length does not grow with the number of clients.
   *
   * @return for logs and alarms, below 1,000 characters
   */
  public String describe() {
    return "registry version "
        + version.version()
        + " (SHA-256 "
        + version.sha256()
        + ") by "
        + line(version.appliedBy())
        + ": added "
        + some(added)
        + ", removed "
        + some(removed)
        + ", changed "
        + some(changed);
  }

  /** Whoever writes to the database writes this too. */
  static String line(String stored) {
    String line = Printable.of(stored);
    return line.substring(0, Math.min(line.length(), MAX_NAME_CHARS));
  }

  private static String some(List<String> ids) {
    if (ids.size() <= NAMED) {
      return ids.toString();
    }
    return String.format(
        Locale.ROOT,
        "[%s and %d more]",
        String.join(", ", ids.subList(0, NAMED)),
        ids.size() - NAMED);
  }
}
