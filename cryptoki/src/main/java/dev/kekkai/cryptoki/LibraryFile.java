package dev.kekkai.cryptoki;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A look at a library before the loader gets it. Java's loader warns in lines of its own of a file
 * that is no library, and one that is cut short ends the process: its pages are mapped, and aren't
 * there (SIGBUS, seen on JDK 25). Knows 64-bit ELF (System V ABI, chapters 4 and 5), which is what
 * Linux has.
 */
final class LibraryFile {
  private static final int MAGIC = 0x7F454C46;
  private static final int HEADER_BYTES = 64;
  private static final int CLASS = 4;
  private static final int CLASS_64 = 2;
  private static final int DATA = 5;
  private static final int DATA_LITTLE = 1;
  private static final int PROGRAM_HEADERS = 0x20;
  private static final int PROGRAM_HEADER_BYTES = 0x36;
  private static final int PROGRAM_HEADER_COUNT = 0x38;
  private static final int SEGMENT_OFFSET = 0x8;
  private static final int SEGMENT_LENGTH = 0x20;
  private static final int SEGMENT_BYTES = 0x38;

  private LibraryFile() {}

  /**
   * Refuses what the loader had better not see. A file that is not there is the binding's to say.
   */
  static void check(Path module) throws TokenException {
    if (!System.getProperty("os.name").equals("Linux") || !Files.isRegularFile(module)) {
      return;
    }
    String problem = problem(module);
    if (problem != null) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "%s is not a PKCS#11 module that can be loaded here: %s. It must be a shared library"
                  + " for this processor, with C_GetFunctionList",
              module,
              problem),
          false,
          null);
    }
  }

  private static @Nullable String problem(Path module) {
    try (FileChannel file = FileChannel.open(module, StandardOpenOption.READ)) {
      ByteBuffer header = read(file, 0, HEADER_BYTES);
      if (header.getInt(0) != MAGIC) {
        return "it is no shared library";
      }
      if (header.get(CLASS) != CLASS_64) {
        return null; // the loader's to refuse
      }
      return isWhole(file, header) ? null : "the file is cut short";
    } catch (EOFException e) {
      return "it is too short for a shared library";
    } catch (IOException e) {
      return "it can't be read: " + e.getMessage();
    }
  }

  private static boolean isWhole(FileChannel file, ByteBuffer header) throws IOException {
    ByteOrder order =
        header.get(DATA) == DATA_LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    header.order(order);
    long at = header.getLong(PROGRAM_HEADERS);
    int count = Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_COUNT));
    int apart = Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_BYTES));
    for (int i = 0; i < count; i++) {
      if (at < 0) {
        return false;
      }
      ByteBuffer segment = read(file, at, SEGMENT_BYTES).order(order);
      long offset = segment.getLong(SEGMENT_OFFSET);
      long length = segment.getLong(SEGMENT_LENGTH);
      if (offset < 0 || length < 0 || offset > file.size() - length) {
        return false;
      }
      at += apart;
    }
    return true;
  }

  private static ByteBuffer read(FileChannel file, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer;
  }
}
