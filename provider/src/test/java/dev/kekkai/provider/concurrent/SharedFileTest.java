package dev.kekkai.provider.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Others that hold the lock, and what they may not put in the file's way. */
@Timeout(60)
class SharedFileTest {
  private static final Duration SOON = Duration.ofMillis(200);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("head");
  }

  /** A process that keeps the lock until it is ended. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      try (FileChannel lock =
          FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        lock.lock();
        System.out.write('L');
        System.out.flush();
        Thread.sleep(Duration.ofHours(1).toMillis());
      }
    }
  }

  @Test
  void another_process_that_keeps_the_lock_is_waited_for_a_while_and_told() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of(Holder.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString(),
                Holder.class.getName(),
                file + ".lock")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('L');
      assertThatThrownBy(() -> new SharedFile(file, SOON).change(() -> "new"))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Another process has held the lock on %s.lock for more", file);
      assertThat(file).doesNotExist();
      Thread waiting = new Thread(() -> changed("waited"));
      waiting.start();
      Thread.sleep(SOON.toMillis());
      assertThat(waiting.isAlive()).isTrue();
      holder.destroyForcibly().waitFor();
      waiting.join();
      assertThat(file).hasContent("waited");
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  private void changed(String text) {
    try {
      new SharedFile(file).change(() -> text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_lock_that_other_code_of_this_process_holds_is_waited_for_too() throws Exception {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("head.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      assertThatThrownBy(() -> new SharedFile(file, SOON).change(() -> "new"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has held the lock");
    }
    changed("new");
    assertThat(file).hasContent("new");
  }

  @Test
  void a_thread_that_never_ends_its_change_keeps_no_other_waiting() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread stuck =
        new Thread(
            () -> {
              try {
                new SharedFile(file)
                    .change(
                        () -> {
                          inside.countDown();
                          end.await();
                          return "late";
                        });
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    stuck.start();
    inside.await();
    assertThatThrownBy(() -> new SharedFile(file, SOON).change(() -> "new"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Another thread of this process has held the lock");
    end.countDown();
    stuck.join();
    assertThat(file).hasContent("late");
  }

  @Test
  void one_that_waits_can_be_interrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> new SharedFile(file, SOON).change(() -> "new"))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    changed("new");
  }

  @Test
  void a_link_in_the_place_of_lock_or_new_file_is_not_followed() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    for (String name : new String[] {"head.lock", "head.new"}) {
      Path link = Files.createSymbolicLink(folder.resolve(name), victim);
      assertThatThrownBy(() -> new SharedFile(file, SOON).change(() -> "new"))
          .isInstanceOf(IOException.class);
      assertThat(victim).hasContent("precious");
      Files.delete(link);
    }
  }
}
