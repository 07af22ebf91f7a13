package dev.kekkai.config.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.profile.ProfileCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can decide what is in a file: on the way to it, too. */
class FileTrustTest {
  private static final int STRANGER = 54_321;

  @TempDir private Path temp;
  private Path folder;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    Path real = temp.toRealPath();
    folder = Files.createDirectory(real.resolve("etc"));
    mode(folder, "rwxr-xr-x");
    file = Files.writeString(folder.resolve("a.properties"), "extends = softhsm2\n");
    mode(file, "rw-r--r--");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static void sticky(Path folder) throws IOException {
    Files.setAttribute(folder, "unix:mode", 01777);
  }

  private static Optional<String> problem(Path of) throws IOException {
    return FileTrust.problem(of);
  }

  @Test
  void what_only_its_user_can_change_is_in_order() throws IOException {
    assertThat(problem(file)).isEmpty();
    assertThat(problem(folder.resolve("../etc/./a.properties"))).isEmpty();
    assertThat(problem(Files.createSymbolicLink(folder.resolve("link"), Path.of("a.properties"))))
        .isEmpty();
  }

  @Test
  void a_file_and_a_folder_above_that_others_can_write_are_named() throws IOException {
    mode(folder, "rwxrwxrwx");
    assertThat(problem(file))
        .hasValue(
            "is found by way of %s, which has mode 0777, so that others can put another in its place: run  chmod 0755 %s"
                .formatted(folder, folder));
    Path below = Files.createDirectory(folder.resolve("below"));
    mode(below, "rwx------");
    Path deep = Files.writeString(below.resolve("b.properties"), "");
    mode(deep, "rw-------");
    assertThat(problem(deep).orElseThrow()).contains("by way of " + folder + ", which has mode");
    mode(deep, "rw-rw-rw-");
    assertThat(problem(deep))
        .hasValue("has mode 0666, so that others can change it: run  chmod 0644 " + deep);
  }

  @Test
  void a_link_is_followed_and_the_folder_that_it_lies_in_counts() throws IOException {
    Path open = Files.createDirectory(folder.resolveSibling("open"));
    Path link = Files.createSymbolicLink(open.resolve("link"), file);
    Path onward = Files.createSymbolicLink(folder.resolve("onward"), link);
    mode(open, "rwxr-xr-x");
    assertThat(problem(onward)).isEmpty();
    mode(open, "rwxr-xrwx");
    for (Path way : new Path[] {link, onward}) {
      assertThat(problem(way).orElseThrow())
          .contains("by way of " + open + ", which has mode 0757");
    }
    assertThat(problem(file)).as("not on the way").isEmpty();
    Path round = folder.resolve("round");
    Files.createSymbolicLink(round, round);
    assertThatThrownBy(() -> problem(round)).isInstanceOf(FileSystemException.class);
  }

  @Test
  void in_a_sticky_folder_what_is_its_users_own_is_in_order() throws IOException {
    sticky(folder);
    assertThat(problem(file)).isEmpty();
  }

  @Test
  void the_folder_of_a_group_that_is_its_owners_alone_is_in_order() throws IOException {
    assumeTrue(Owners.isGroupOfOwner(folder), "the group of this user has other members");
    mode(folder, "rwxrwxr-x");
    assertThat(problem(file)).isEmpty();
  }

  @Test
  void what_belongs_to_another_user_is_named_with_the_command_that_mends_it() throws IOException {
    int me = (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    assumeTrue(me == 0, "only root can give files away");
    Files.setAttribute(file, "unix:uid", STRANGER);
    assertThat(problem(file))
        .hasValue(
            "belongs to %d, who can change it: run  chown -h root %s".formatted(STRANGER, file));
    Files.setAttribute(file, "unix:uid", 0);
    sticky(folder);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Files.setAttribute(link, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
    assertThat(problem(link).orElseThrow())
        .startsWith("belongs to 54321, who can change it")
        .endsWith(link.toString());
  }

  @Test
  void another_owner_is_refused_whoever_runs_this() throws IOException {
    Owners nobody = new Owners(Set.of(STRANGER), Set.of());
    assertThat(FileTrust.problem(file, () -> nobody).orElseThrow())
        .startsWith("is found by way of /, which belongs to ")
        .contains("who can put another in its place: run  chown -h root /");
  }

  @Test
  void who_can_exchange_the_code_may_own_its_configuration() throws IOException {
    mode(folder, "rwxrwxrwx");
    Owners mine = Owners.ofProcess();
    assertThat(FileTrust.problem(file, () -> new Owners(mine.trusted(), Set.of(folder)))).isEmpty();
    assertThat(mine.aboveCode()).contains(Path.of("/"));
    assertThat(mine.trusted()).contains(0);
  }

  @Test
  void a_read_only_file_system_is_believed() throws IOException {
    Path there = fileOnReadOnly().orElse(null);
    assumeTrue(there != null, "no file on a read-only file system here");
    Set<Path> writable = new HashSet<>();
    for (Path at = there; at != null; at = at.getParent()) {
      if (!Files.getFileStore(at).isReadOnly()) {
        writable.add(at);
      }
    }
    assertThat(FileTrust.problem(there, () -> new Owners(Set.of(STRANGER), writable))).isEmpty();
  }

  private static Optional<Path> fileOnReadOnly() throws IOException {
    for (String mount : Files.readAllLines(Path.of("/proc/mounts"))) {
      String[] fields = mount.split(" ", -1);
      if (List.of(fields[3].split(",", -1)).contains("ro")) {
        Optional<Path> file = closedFile(Path.of(fields[1]));
        if (file.isPresent()) {
          return file;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> closedFile(Path below) {
    try (Stream<Path> files = Files.find(below, 2, (path, is) -> is.isRegularFile())) {
      return files.filter(FileTrustTest::isClosed).findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static boolean isClosed(Path file) {
    try {
      return Files.getFileStore(file).isReadOnly()
          && FilePermissions.writableByOthers(file).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void the_configuration_and_a_profile_are_held_to_it() throws IOException {
    mode(folder, "rwxrwxrwx");
    assertThatThrownBy(() -> KekkaiConfig.load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "a.properties: names the library to load, but is found by way of " + folder);
    assertThatThrownBy(() -> ProfileCatalog.builtIn().chosen(file.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The profile %s decides how keys are handled, but is found by way of %s, which",
            file, folder);
    mode(folder, "rwxr-xr-x");
    mode(file, "rw-rw-r--");
    assertThatThrownBy(() -> KekkaiConfig.load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("but has mode 0664, so that others can change it: run  chmod 0644");
  }
}
