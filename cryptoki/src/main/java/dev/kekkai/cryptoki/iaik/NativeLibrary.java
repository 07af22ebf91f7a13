package dev.kekkai.cryptoki.iaik;

import dev.kekkai.cryptoki.TokenException;
import iaik.pkcs.pkcs11.wrapper.PKCS11Implementation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * IAIK's native library: unpacked into a folder that only we can enter, loaded, and removed again
 * as soon as the loader has it (at exit where a loaded file can't be removed).
 */
final class NativeLibrary {
  static final String DIR_PROPERTY = "kekkai.native.dir";

  private static boolean loaded;

  private NativeLibrary() {}

  static synchronized void ensureLoaded(@Nullable Path configuredDir) throws TokenException {
    if (loaded) {
      return;
    }
    String resource = resource();
    Path parent = parent(configuredDir);
    try (InputStream in = PKCS11Implementation.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new TokenException(
            String.format(
                Locale.ROOT,
                "The IAIK binding has no native library for this platform (%s)",
                resource),
            false,
            null);
      }
      Files.createDirectories(parent);
      Path dir = Files.createTempDirectory(parent, "kekkai-", ownerOnly(parent));
      Path file = dir.resolve(resource.substring(resource.lastIndexOf('/') + 1));
      try {
        Files.copy(in, file);
        System.load(file.toString());
        PKCS11Implementation.initializeLibrary();
        loaded = true;
      } finally {
        remove(file);
        remove(dir);
      }
    } catch (IOException e) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "IAIK's native library could not be unpacked to %s: %s. Set -D%s or native.dir to a folder"
                  + " that this process may write to",
              parent,
              e.getMessage(),
              DIR_PROPERTY),
          false,
          e);
    } catch (UnsatisfiedLinkError e) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "IAIK's native library could not be loaded from %s: %s. If that folder is mounted noexec,"
                  + " set -D%s or native.dir to one that is not",
              parent,
              e.getMessage(),
              DIR_PROPERTY),
          false,
          e);
    }
  }

  private static Path parent(@Nullable Path configured) {
    String property = System.getProperty(DIR_PROPERTY);
    if (property != null) {
      return Path.of(property).toAbsolutePath();
    }
    return configured != null
        ? configured.toAbsolutePath()
        : Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
  }

  private static FileAttribute<?>[] ownerOnly(Path dir) {
    return dir.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }

  private static String resource() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      String cpu = arch.contains("64") ? "win-x86_64" : "win-x86";
      return "/natives/windows/" + cpu + "/release/pkcs11wrapper.dll";
    }
    if (os.startsWith("mac")) {
      return "/natives/unix/macosx_universal/release/libpkcs11wrapper.jnilib";
    }
    String cpu =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "x86", "i386", "i686" -> "x86";
          default -> arch;
        };
    return "/natives/unix/linux-" + cpu + "/release/libpkcs11wrapper.so";
  }
}
