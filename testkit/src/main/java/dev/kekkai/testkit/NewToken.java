package dev.kekkai.testkit;

import dev.kekkai.config.ModuleSettings;
import dev.kekkai.config.Sharing;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenInitializer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A token to be made on a module that makes them by C_InitToken. Immutable.
 *
 * @param name as {@link TestToken#name()}
 * @param module the PKCS#11 library
 * @param soPin the security officer's PIN
 * @param pin the user's
 */
record NewToken(String name, Path module, String soPin, String pin) {
  /**
   * Makes it.
   *
   * @param label a label that no other token of the module has
   * @param folder where the PIN and the state are to be
   * @return the token, empty
   */
  TestToken create(String label, Path folder) {
    try {
      new TokenInitializer(new ModuleSettings(module, null, Sharing.EXCLUSIVE, null))
          .create(label, soPin.toCharArray(), pin.toCharArray());
    } catch (TokenException e) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "No token of %s: %s", name, e.getMessage()), e);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("module", module.toString());
    settings.put("token", "pkcs11:token=" + label);
    settings.put("pin", PinFile.write(folder.resolve(label + ".pin"), pin));
    settings.put("state.dir", folder.resolve("state").toString());
    settings.put("bulk", "software");
    return new TestToken(name, folder, settings);
  }

  @Override
  public String toString() {
    return name;
  }
}
