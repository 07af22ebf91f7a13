package dev.kekkai.testkit;

import dev.kekkai.config.ModuleSettings;
import dev.kekkai.config.Sharing;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenInitializer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The token of NSS softokn: one key database to a folder, new and empty. */
public final class NssTokens {
  /** The user PIN of every one of these tokens. */
  public static final String PIN = "user-pin-of-nss";

  /** NSS gives every database this label. */
  public static final String LABEL = "NSS Certificate DB";

  private NssTokens() {}

  /**
   * Makes a database. One at a time: the module takes a folder when it is initialised.
   *
   * @param name name of its folder; an earlier one of that name is deleted
   * @return its token
   */
  public static TestToken create(String name) {
    Path module = Path.of(TestFolders.required("kekkai.test.module.nss"));
    Path folder = TestFolders.empty(name);
    String args =
        "configdir='sql:" + folder + "' certPrefix='' keyPrefix='' secmod='secmod.db' flags=";
    try {
      new TokenInitializer(new ModuleSettings(module, args, Sharing.EXCLUSIVE, null))
          .initPin(LABEL, new char[0], PIN.toCharArray());
    } catch (TokenException e) {
      throw new IllegalStateException("No NSS token: " + e.getMessage(), e);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("module", module.toString());
    settings.put("module.args", args);
    settings.put("token", LABEL);
    settings.put("pin", PinFile.write(folder.resolve("pin"), PIN));
    settings.put("state.dir", folder.resolve("state").toString());
    settings.put("bulk", "software");
    return new TestToken("nss", folder, settings);
  }
}
