package dev.kekkai.cli.file;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that gets its name only when it is whole. Until then it lies beside, under a name of its
 * own, and is deleted when it does not come to that, also when the command is interrupted; only a
 * process that is killed leaves it. Nothing that exists is ever replaced. Not thread-safe.
 */
public final class NewFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final Path target;
  private final PartFile part;
  private final FileChannel channel;
  private final OutputStream out;

  private NewFile(Path target, PartFile part, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
  }

  /**
   * Begins a file.
   *
   * @param target its name, which nothing has yet
   * @param secret whether only its owner may read it
   * @return the file, to be closed by the caller
   * @throws IOException when it can't be made
   * @throws CliException when the name is taken, or its folder is not there
   */
  public static NewFile create(Path target, boolean secret) throws IOException, CliException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw exists(target, null);
    }
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new CliException(
          ExitCode.USAGE,
          Files.exists(folder)
              ? folder + " is no folder, so " + target + " can't be made"
              : "There is no folder "
                  + folder
                  + " for "
                  + target.getFileName()
                  + ": make it first");
    }
    PartFile part = new PartFile(target.resolveSibling(".kekkai-" + UUID.randomUUID() + ".part"));
    return new NewFile(
        target, part, part.open(secret ? PrivateFiles.mode(target) : new FileAttribute<?>[0]));
  }

  /**
   * Where its content goes.
   *
   * @return buffered; not to be closed
   */
  public OutputStream out() {
    return out;
  }

  /**
   * It is whole: on the disk, and then under its name.
   *
   * @throws IOException when it can't be written
   * @throws CliException when the name is taken by now
   */
  public void commit() throws IOException, CliException {
    out.flush();
    channel.force(true);
    channel.close();
    try {
      name();
    } catch (FileAlreadyExistsException e) {
      throw exists(target, e);
    }
    part.close(); // its other name, gone before the folder is forced
    if (PrivateFiles.isPosix(target)) {
      forceName(Objects.requireNonNull(target.toAbsolutePath().getParent(), "folder"));
    }
  }

  /** A link never takes the place of a file that came meanwhile, and a rename may. */
  private void name() throws IOException {
    try {
      Files.createLink(target, part.path());
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(part.path(), target); // a file system without links, which has to do
    }
  }

  private static void forceName(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    part.close();
  }

  private static CliException exists(Path target, @Nullable Exception e) {
    return new CliException(
        ExitCode.USAGE,
        target
            + " exists already, and nothing is overwritten: name another file, for encrypt and decrypt with --out",
        e);
  }
}
