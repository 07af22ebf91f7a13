package dev.kekkai.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that gets its name when it is whole. */
class NewFileTest {
  @TempDir private Path folder;

  @Test
  void it_has_its_name_only_after_commit() throws Exception {
    Path target = folder.resolve("report");
    try (NewFile file = NewFile.create(target, true)) {
      file.out().write(new byte[] {1, 2, 3});
      file.out().flush();
      assertThat(target).doesNotExist();
      assertThat(folder.toFile().list()).singleElement().asString().matches("\\.kekkai-.*\\.part");
      file.commit();
      assertThat(folder.toFile().list()).containsExactly("report");
    }
    assertThat(target).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(folder.toFile().list()).containsExactly("report");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
  }

  @Test
  void nothing_is_left_of_one_that_was_not_committed() throws Exception {
    try (NewFile file = NewFile.create(folder.resolve("report"), false)) {
      file.out().write(new byte[500_000]);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void none_is_made_once_the_end_has_come() {
    PartFile part = new PartFile(folder.resolve(".kekkai-x.part"));
    part.close();
    assertThatThrownBy(() -> part.open()).isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_folder_that_is_missing_is_named_and_no_name_of_ours() throws Exception {
    Path missing = folder.resolve("none");
    assertThatThrownBy(() -> NewFile.create(missing.resolve("report"), false))
        .isInstanceOf(CliException.class)
        .hasMessage("There is no folder " + missing + " for report: make it first");
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> NewFile.create(file.resolve("report"), false))
        .isInstanceOf(CliException.class)
        .hasMessage(file + " is no folder, so " + file.resolve("report") + " can't be made");
  }

  @Test
  void what_exists_is_not_replaced() throws Exception {
    Path taken = Files.writeString(folder.resolve("report"), "old");
    assertThatThrownBy(() -> NewFile.create(taken, false))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("exists already", "--out");
    Path later = folder.resolve("later");
    try (NewFile file = NewFile.create(later, false)) {
      Files.writeString(later, "somebody else's");
      assertThatThrownBy(file::commit)
          .isInstanceOf(CliException.class)
          .hasMessageContaining("exists already");
    }
    assertThat(taken).hasContent("old");
    assertThat(later).hasContent("somebody else's");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("report", "later");
  }

  @Test
  void a_dangling_link_is_something_that_exists() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    assertThatThrownBy(() -> NewFile.create(link, false)).isInstanceOf(CliException.class);
  }
}
