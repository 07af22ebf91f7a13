package dev.kekkai.config.settings;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds files that others can change, or put another in the place of: by the file's mode and owner,
 * and those of each folder and link on the way to it, as OpenSSH's {@code StrictModes} does.
 */
public final class FileTrust {
  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_WRITE = 0002;

  /** In such a folder an entry is renamed and deleted by its owner only. */
  private static final int STICKY = 01000;

  private static final int MOST_LINKS = 40;

  private final Path file;
  private final Owners owners;

  private FileTrust(Path file, Owners owners) {
    this.file = file;
    this.owners = owners;
  }

  /**
   * What lets others decide what is in a file. Nothing on a read-only file system does, but for a
   * mode of the file itself, and no folder above Kekkai's own jar, where others could change the
   * code.
   *
   * @param file the file, which exists
   * @return goes on after the file's name, and ends with the command that mends it; empty when only
   *     this process's user, root, or who owns Kekkai's jar can, or where the file system has no
   *     POSIX permissions
   * @throws IOException when that can't be read
   */
  public static Optional<String> problem(Path file) throws IOException {
    return problem(file, Owners::ofProcess);
  }

  static Optional<String> problem(Path file, Supplier<Owners> owners) throws IOException {
    Optional<String> writable = FilePermissions.writableByOthers(file);
    return writable.isPresent() || !hasOwners(file)
        ? writable
        : new FileTrust(file, owners.get()).onTheWay();
  }

  private static boolean hasOwners(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private Optional<String> onTheWay() throws IOException {
    for (Path step : steps()) {
      Optional<String> problem = at(step);
      if (problem.isPresent() && !isReadOnly(step)) {
        return problem;
      }
    }
    return Optional.empty();
  }

  /** All that the system looks at to find the file: folders, links and what they lead to. */
  private Collection<Path> steps() throws IOException {
    Path at = file.toAbsolutePath().getRoot();
    Collection<Path> steps = new LinkedHashSet<>(List.of(at));
    Deque<Path> rest = new ArrayDeque<>(names(file.toAbsolutePath()));
    for (int links = 0; !rest.isEmpty(); ) {
      Path name = rest.pop();
      if (name.toString().equals("..")) {
        at = at.getParent() == null ? at : at.getParent();
        continue;
      }
      Path next = at.resolve(name).normalize();
      steps.add(next);
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      Path target = Files.readSymbolicLink(next);
      at = target.isAbsolute() ? target.getRoot() : at;
      List<Path> names = names(target);
      for (int i = names.size() - 1; i >= 0; i--) {
        rest.push(names.get(i));
      }
    }
    return steps;
  }

  private static List<Path> names(Path path) {
    List<Path> names = new ArrayList<>();
    path.forEach(names::add);
    return names;
  }

  private Optional<String> at(Path step) throws IOException {
    boolean folder = Files.isDirectory(step, LinkOption.NOFOLLOW_LINKS);
    if (folder && owners.aboveCode().contains(step)) {
      return Optional.empty();
    }
    if (!owners.trusted().contains(number("unix:uid", step))) {
      return Optional.of(ofAnother(step));
    }
    return folder ? folder(step, number("unix:mode", step)) : Optional.empty();
  }

  private static int number(String attribute, Path of) throws IOException {
    return (Integer) Files.getAttribute(of, attribute, LinkOption.NOFOLLOW_LINKS);
  }

  private String ofAnother(Path step) throws IOException {
    String owner = Files.getOwner(step, LinkOption.NOFOLLOW_LINKS).getName();
    boolean itself = step.equals(file.toAbsolutePath().normalize());
    return String.format(
            Locale.ROOT,
            "%s belongs to %s, who can %s: run  chown -h root %s",
            itself ? "" : "is found by way of " + step + ", which",
            owner,
            itself ? "change it" : "put another in its place",
            step)
        .strip();
  }

  private static Optional<String> folder(Path folder, int mode) throws IOException {
    boolean group = (mode & GROUP_WRITES) != 0 && !Owners.isGroupOfOwner(folder);
    if ((mode & STICKY) != 0 || (!group && (mode & OTHERS_WRITE) == 0)) {
      return Optional.empty();
    }
    return FilePermissions.problem(
            folder, FilePermissions.OTHERS_WRITE, "so that others can put another in its place")
        .map(problem -> "is found by way of " + folder + ", which " + problem);
  }

  private static boolean isReadOnly(Path step) throws IOException {
    Path there = Files.isSymbolicLink(step) ? step.getParent() : step;
    return there != null && Files.getFileStore(there).isReadOnly();
  }
}
