package dev.kekkai.dekstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may lie in the head file's place. */
class HeadFileTest {
  private static final StoreHead OLD = new StoreHead(UUID.randomUUID(), 1, "", "");

  @TempDir private Path folder;
  private Path path;
  private HeadFile file;

  /** Everybody's signature. */
  private static final class Seal implements HeadFile.HeadSeal {
    @Override
    public String keyId() {
      return "0a";
    }

    @Override
    public byte[] sign(byte[] message) {
      return new byte[] {(byte) Arrays.hashCode(message)};
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      return Arrays.equals(sign(message), signature);
    }
  }

  @BeforeEach
  void name() {
    path = folder.resolve("head");
    file = new HeadFile(path, new Seal());
  }

  @Test
  void no_file_is_no_head_and_what_was_written_is_read() throws Exception {
    assertThat(file.read()).isNull();
    file.write(OLD);
    assertThat(file.read()).isEqualTo(OLD);
  }

  @Test
  void a_link_to_an_older_head_or_to_nothing_is_refused() throws Exception {
    Path elsewhere = folder.resolve("elsewhere");
    new HeadFile(elsewhere, new Seal()).write(OLD);
    for (Path target : new Path[] {elsewhere, folder.resolve("nothing")}) {
      Files.createSymbolicLink(path, target);
      refused("it is a symbolic link");
      Files.delete(path);
    }
  }

  @Test
  void what_is_no_file_or_too_long_is_refused() throws Exception {
    Files.createDirectory(path);
    refused("it is no regular file");
    Files.delete(path);
    Files.writeString(path, "x".repeat(1025));
    refused("it has more than 1024 bytes");
    Files.writeString(path, "\u00e9");
    refused("it is no store head of version 1");
  }

  private void refused(String why) {
    String message = "The head file " + path + " is refused: " + why + ". Put it back from";
    assertThatThrownBy(() -> file.read())
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(message);
    assertThatThrownBy(() -> file.write(new StoreHead(OLD.store(), 2, "", "")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(message);
  }
}
