package dev.kekkai.benchmarks.run;

import dev.kekkai.benchmarks.contender.BenchToken;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.ModuleSettings;
import dev.kekkai.config.Sharing;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenInitializer;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes the throw-away tokens of a run, with one AES-256 KEK each, and writes what Kekkai and the
 * others need to find them. SoftHSM2 reads the file that {@code SOFTHSM2_CONF} names, which must be
 * set before the JVM starts.
 */
public final class BenchTokens {
  private static final String SOFTHSM_LABEL = "kekkai-bench";
  private static final String NSS_LABEL = "NSS Certificate DB";

  private final Path folder;
  private final String pin = UUID.randomUUID().toString();

  /**
   * In one folder.
   *
   * @param folder an empty one
   */
  public BenchTokens(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /**
   * Makes a token of SoftHSM2.
   *
   * @param module the library
   * @throws IOException when files can't be written
   * @throws TokenException when the module refuses
   */
  public void softHsm(Path module) throws IOException, TokenException {
    String file = System.getenv("SOFTHSM2_CONF");
    if (file == null) {
      throw new IOException("SOFTHSM2_CONF must name a file to write to before Java starts");
    }
    Path tokens = Files.createDirectories(folder.resolve("softhsm2-tokens"));
    Files.writeString(
        Path.of(file),
        "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    new TokenInitializer(new ModuleSettings(module, null, Sharing.EXCLUSIVE, null))
        .create(SOFTHSM_LABEL, pin.toCharArray(), pin.toCharArray());
    finish("softhsm2", module, "", SOFTHSM_LABEL);
  }

  /**
   * Makes a key database of NSS softokn.
   *
   * @param module the library
   * @throws IOException when files can't be written
   * @throws TokenException when the module refuses
   */
  public void nss(Path module) throws IOException, TokenException {
    Path database = Files.createDirectories(folder.resolve("nss-database"));
    String args =
        "configdir='sql:" + database + "' certPrefix='' keyPrefix='' secmod='secmod.db' flags=";
    new TokenInitializer(new ModuleSettings(module, args, Sharing.EXCLUSIVE, null))
        .initPin(NSS_LABEL, new char[0], pin.toCharArray());
    finish("nss", module, args, NSS_LABEL);
  }

  private void finish(String name, Path module, String args, String label)
      throws IOException, TokenException {
    Path pinFile = folder.resolve(name + ".pin");
    Files.createFile(
        pinFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(pinFile, pin);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("module", module.toString());
    if (!args.isEmpty()) {
      settings.put("module.args", args);
    }
    settings.put("token", label);
    settings.put("pin", "file:" + pinFile);
    settings.put("state.dir", folder.resolve("state").toString());
    settings.put("kek", BenchToken.KEK);
    settings.put("dek.max-uses", String.format(Locale.ROOT, "%d", 1L << 32));
    write(name, "software", settings);
    makeKek(write(name, "hsm", settings));
  }

  private Path write(String name, String bulk, Map<String, String> settings) throws IOException {
    settings.put("bulk", bulk);
    String text =
        settings.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue().replace("\\", "\\\\") + "\n")
            .collect(Collectors.joining());
    return Files.writeString(BenchToken.configuration(folder, name, bulk), text);
  }

  private static void makeKek(Path configuration) throws TokenException {
    try (KekkaiProvider provider = KekkaiProvider.of(KekkaiConfig.load(configuration))) {
      provider.maker().create(KekSpec.aes(BenchToken.KEK));
    }
  }
}
