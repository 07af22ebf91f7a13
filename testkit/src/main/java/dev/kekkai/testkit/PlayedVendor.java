package dev.kekkai.testkit;

import dev.kekkai.testkit.fault.Behaviour;
import dev.kekkai.testkit.fault.PlayedModule;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A vendor whose module is played over SoftHSM2. Immutable.
 *
 * @param shortName also the name of its profile, a resource of this library: the vendor's own, but
 *     for what SoftHSM2 below it can't do or answers otherwise
 * @param module what its module does otherwise
 * @param bulk the value of {@code bulk} that works with an AES KEK
 */
public record PlayedVendor(String shortName, PlayedModule module, String bulk) {
  /** What the names of played tokens end with. */
  public static final String MARK = " (played)";

  private static final Map<PlayedVendor, TestToken> TOKENS = new ConcurrentHashMap<>();

  /**
   * How its token is called.
   *
   * @return as {@link TestToken#name()}
   */
  public String name() {
    return shortName + MARK;
  }

  /**
   * The token that contract classes share.
   *
   * @return made once per JVM, at first use
   */
  public TestToken token() {
    return TOKENS.computeIfAbsent(this, PlayedVendor::make);
  }

  private TestToken make() {
    TestToken real = SoftHsmTokens.create("played-" + shortName);
    Path folder = TestFolders.empty("played-" + shortName);
    boolean withUser = module.behaviours().contains(Behaviour.USER_PIN);
    String pin = (withUser ? "crypto-user:" : "") + SoftHsmTokens.PIN;
    return new TestToken(
        name(),
        folder,
        real.settings(
            "module", module.over(real.module()).toString(),
            "pin", PinFile.write(folder.resolve("pin"), pin),
            "profile", OwnProfiles.copy("played/" + shortName + ".properties", folder),
            "bulk", bulk));
  }
}
