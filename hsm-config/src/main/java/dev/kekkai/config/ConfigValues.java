package dev.kekkai.config;

import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.config.profile.ProfileChoice;
import dev.kekkai.config.settings.Parser;
import dev.kekkai.config.settings.Parsers;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the text of each setting is read. The messages of its exceptions say what is right. */
final class ConfigValues {

  static final String BULK_EXPLAINED =
      "hsm (AES-GCM runs in the token, DEKs never leave it, slower) or"
          + " software (AES-GCM runs in this process, the unwrapped DEK is in its memory, faster)";

  private static final Pattern VERSIONED = Pattern.compile(".*\\.v[0-9]+");
  private static final Parser<String> NAME =
      Parsers.shaped(
          Pattern.compile("[A-Za-z0-9._-]{1,32}"), "must be 1 to 32 of A-Z a-z 0-9 . _ -");
  private static final Parser<String> KEK =
      Parsers.shaped(Pattern.compile("[A-Za-z0-9_-]{1,48}"), "must be 1 to 48 of A-Z a-z 0-9 _ -");
  private static final Parser<String> PROVIDER =
      Parsers.shaped(Pattern.compile("[A-Za-z0-9._-]{1,64}"), "must be the name of a JCA provider");

  private final Path baseDir;

  ConfigValues(Path baseDir) {
    this.baseDir = baseDir.toAbsolutePath().normalize();
  }

  String instanceName(String text) {
    return NAME.parse(text);
  }

  String providerName(String text) {
    return PROVIDER.parse(text);
  }

  String kekName(String text) {
    if (VERSIONED.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be the name alone, without a version: it means the primary version");
    }
    return KEK.parse(text);
  }

  PinSource pin(String text) {
    return PinSource.parse(text, baseDir);
  }

  /** A file is read here, once and for all, so that problems show. */
  ProfileChoice profile(String text) {
    if (text.equals(ProfileChoice.AUTO)) {
      return ProfileChoice.auto();
    }
    ProfileCatalog catalog = ProfileCatalog.builtIn();
    if (catalog.names().contains(text)) {
      return ProfileChoice.of(catalog.byName(text));
    }
    Path file = path(text);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "must be auto or one of "
              + String.join(", ", catalog.names())
              + ", or the path of a file with a profile; there is no file "
              + file);
    }
    try {
      return ProfileChoice.of(catalog.chosen(file.toString()));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  BulkMode bulkMode(String text) {
    return switch (text) {
      case "hsm" -> BulkMode.HSM;
      case "software" -> BulkMode.SOFTWARE;
      default -> throw new IllegalArgumentException("must be " + BULK_EXPLAINED);
    };
  }

  WriteFormat writeFormat(String text) {
    for (WriteFormat format : WriteFormat.values()) {
      if (text.equals(Integer.toString(format.number()))) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "this release writes "
            + Arrays.stream(WriteFormat.values())
                .map(format -> Integer.toString(format.number()))
                .collect(Collectors.joining(" or "))
            + "; what a later release knows it can't write");
  }

  Path existingFile(String text) {
    Path path = path(text);
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          Files.isDirectory(path)
              ? "is a folder: give the path of the PKCS#11 library in it"
              : "no such file, looked for " + path + ": give the path of the PKCS#11 library");
    }
    return path;
  }

  Path folder(String text) {
    Path path = path(text);
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IllegalArgumentException("must be a folder, and is a file");
    }
    return path;
  }

  Path file(String text) {
    Path path = path(text);
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException("must be a file, and is a folder");
    }
    return path;
  }

  private Path path(String text) {
    try {
      return baseDir.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be the path of a file", e);
    }
  }
}
