package dev.kekkai.config.settings;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose files this process trusts: its own user's, root's, and those of whoever owns Kekkai's jar
 * or a folder above it, who could put other code in its place anyway.
 *
 * @param trusted their uids
 * @param aboveCode the jar, and the folders above it
 */
record Owners(Set<Integer> trusted, Set<Path> aboveCode) {
  private static final Path SELF = Path.of("/proc/self");
  private static final Path GROUPS = Path.of("/etc/group");
  private static final Path USERS = Path.of("/etc/passwd");

  /** Fields of a line in these. */
  private static final int GID = 2;

  private static final int MEMBERS = 3;
  private static final int PRIMARY_GID = 3;

  /** Those of this process; to be asked for on a file system with POSIX owners only. */
  static Owners ofProcess() {
    Set<Integer> trusted = new HashSet<>();
    trusted.add(0);
    add(trusted, SELF);
    try { // where there is no /proc, or it hides whose the process is
      Path home = Path.of(System.getProperty("user.home", ""));
      String user = System.getProperty("user.name", "");
      if (Files.getOwner(home).getName().equals(user)) {
        add(trusted, home);
      }
    } catch (IOException e) {
      // then it is for /proc to say
    }
    Set<Path> aboveCode = new HashSet<>();
    for (Path at = code(); at != null; at = at.getParent()) {
      add(trusted, at);
      aboveCode.add(at);
    }
    return new Owners(trusted, aboveCode);
  }

  private static void add(Set<Integer> trusted, Path of) {
    try {
      trusted.add((Integer) Files.getAttribute(of, "unix:uid"));
    } catch (IOException e) {
      // not there, so nobody's
    }
  }

  private static @Nullable Path code() {
    var source = Owners.class.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    try {
      return location == null || !"file".equals(location.getProtocol())
          ? null
          : Path.of(location.toURI()).toRealPath();
    } catch (IOException | URISyntaxException e) {
      return null; // code from nowhere that a file could be put in the place of
    }
  }

  /**
   * Whether a folder's group is its owner's alone, as on systems whose umask is 0002: of the user's
   * name, without other members, and no other user's primary group.
   */
  static boolean isGroupOfOwner(Path folder) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String owner = attributes.owner().getName();
    if (!attributes.group().getName().equals(owner)) {
      return false;
    }
    String gid = Files.getAttribute(folder, "unix:gid", LinkOption.NOFOLLOW_LINKS).toString();
    List<String[]> groups = entries(GROUPS, GID, gid);
    return !groups.isEmpty()
        && groups.stream()
            .map(f -> f[MEMBERS].strip())
            .allMatch(m -> m.isEmpty() || m.equals(owner))
        && entries(USERS, PRIMARY_GID, gid).stream().allMatch(f -> f[0].equals(owner));
  }

  /** Of a file such as {@code /etc/group}; none where it can't be read. */
  private static List<String[]> entries(Path of, int field, String value) throws IOException {
    if (!Files.isReadable(of)) {
      return List.of();
    }
    return Files.readAllLines(of, StandardCharsets.ISO_8859_1).stream()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length > MEMBERS && fields[field].equals(value))
        .toList();
  }
}
