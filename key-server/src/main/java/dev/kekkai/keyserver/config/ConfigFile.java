package dev.kekkai.keyserver.config;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.keyserver.yaml.Problems;
import dev.kekkai.keyserver.yaml.YamlDocument;
import dev.kekkai.keyserver.yaml.YamlMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code key-server.yaml} from disk. */
final class ConfigFile {
  private static final int MAX_BYTES = 256 * 1024;

  private ConfigFile() {}

  static KeyServerConfig load(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    return parse(text(absolute), folder == null ? absolute : folder, absolute.toString());
  }

  static KeyServerConfig parse(String yaml, Path folder, String source) {
    Problems problems = new Problems();
    Optional<YamlMap> document = YamlDocument.read(yaml, MAX_BYTES, problems);
    Optional<KeyServerConfig> config =
        document.flatMap(map -> new ConfigReader(new Keys(map, problems), folder).read());
    problems.throwIfAny(source);
    return config.orElseThrow(() -> new IllegalStateException("neither problem nor config"));
  }

  private static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw unusable(
          file, Files.exists(file) ? "must be a regular file" : "does not exist: write one first");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw unusable(file, "must not be longer than " + MAX_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw unusable(file, "must be UTF-8 text");
    } catch (IOException e) {
      throw unusable(file, "can't be read: check its permissions");
    }
  }

  private static ConfigException unusable(Path file, String expected) {
    return new ConfigException(
        file.toString(), List.of(new Problem(String.valueOf(file.getFileName()), null, expected)));
  }
}
