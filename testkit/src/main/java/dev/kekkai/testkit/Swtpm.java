package dev.kekkai.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * The TPM in software of this JVM: a process that ends with it. It listens on the socket that
 * {@code TPM2_PKCS11_TCTI} names.
 */
final class Swtpm {
  static final String PROGRAM = "kekkai.test.swtpm";

  private static final String TCTI = "TPM2_PKCS11_TCTI";
  private static final String STORE = "TPM2_PKCS11_STORE";
  private static final String PREFIX = "swtpm:path=";

  /** sun_path has 108 bytes, with the ending of the control socket and a zero. */
  private static final int LONGEST_PATH = 107 - ".ctrl".length();

  /** Where the TPM itself listens, for its resource manager only. */
  private static final String REAL = ".tpm";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Swtpm() {}

  /** Starts it, if it does not run. */
  static void start() {
    Running.PROCESS.pid();
  }

  private static final class Running {
    static final Process PROCESS = start();

    private static Process start() {
      Path socket = socket();
      Path folder = TestFolders.empty(TestFolders.base().relativize(socket.getParent()).toString());
      try {
        Files.createDirectories(Path.of(required(STORE)));
        return run(
            socket, Files.createDirectories(folder.resolve("state")), folder.resolve("swtpm.log"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Process run(Path socket, Path state, Path log) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
                  TestFolders.required(PROGRAM),
                  "socket",
                  "--tpm2",
                  "--tpmstate",
                  "dir=" + state,
                  "--server",
                  "type=unixio,path=" + socket + REAL,
                  "--ctrl",
                  "type=unixio,path=" + socket + ".ctrl",
                  "--flags",
                  "not-need-init,startup-clear")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!Files.exists(Path.of(socket + REAL))) {
        if (!process.isAlive() || System.nanoTime() - deadline > 0) {
          throw new IllegalStateException("swtpm did not start: " + Files.readString(log));
        }
        LockSupport.parkNanos(1_000_000);
      }
      TpmResourceManager.serve(Path.of(socket + REAL), socket);
      return process;
    }
  }

  private static Path socket() {
    String tcti = required(TCTI);
    if (!tcti.startsWith(PREFIX)) {
      throw new IllegalStateException(TCTI + " must be " + PREFIX + "FILE, and is " + tcti);
    }
    String path = tcti.substring(PREFIX.length());
    if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "This socket's path may have %d bytes, and has more: build in another folder than %s",
              LONGEST_PATH,
              path));
    }
    return Path.of(path);
  }

  private static String required(String variable) {
    String value = System.getenv(variable);
    if (value == null) {
      throw new IllegalStateException(
          variable + " must be set: run these tests with Maven, which sets it");
    }
    return value;
  }
}
