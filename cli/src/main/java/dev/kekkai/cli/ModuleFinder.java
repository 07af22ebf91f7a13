package dev.kekkai.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where PKCS#11 modules are usually installed: an HSM's first, then SoftHSM2. */
final class ModuleFinder {
  /** Set by the launcher to a SoftHSM2 module it found. */
  static final String SOFTHSM_PROPERTY = "kekkai.softhsm.module";

  private static final List<String> HSMS =
      List.of(
          "/usr/safenet/lunaclient/lib/libCryptoki2_64.so",
          "/opt/cloudhsm/lib/libcloudhsm_pkcs11.so",
          "/opt/nfast/toolkits/pkcs11/libcknfast.so");
  private static final List<String> SOFTHSM =
      List.of(
          "/usr/lib/softhsm/libsofthsm2.so",
          "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib64/pkcs11/libsofthsm2.so",
          "/usr/lib/pkcs11/libsofthsm2.so",
          "/usr/local/lib/softhsm/libsofthsm2.so",
          "/opt/homebrew/lib/softhsm/libsofthsm2.so");

  private ModuleFinder() {}

  static Path find(@Nullable Path named, Path folder) throws CliException {
    if (named != null) {
      Path module = folder.resolve(named).normalize();
      if (!Files.isRegularFile(module)) {
        throw new CliException(ExitCode.NOT_FOUND, "There is no file " + module);
      }
      return module;
    }
    return Stream.of(
            HSMS.stream(),
            Stream.ofNullable(System.getProperty(SOFTHSM_PROPERTY)),
            SOFTHSM.stream())
        .flatMap(s -> s)
        .filter(s -> !s.isEmpty())
        .map(Path::of)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.NOT_FOUND,
                    "No PKCS#11 module found in the usual places: name the HSM's library with"
                        + " --module PATH, or install SoftHSM2 (Debian, Ubuntu: apt-get install"
                        + " softhsm2)"));
  }

  static boolean isSoftHsm(Path module) {
    return String.valueOf(module.getFileName()).contains("softhsm");
  }
}
