package dev.kekkai.testkit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that the contract suite runs on: SoftHSM2, NSS softokn, and one more module when the
 * environment names it. Made once per JVM, at first use.
 *
 * <p>{@code KEKKAI_TEST_MODULE} is the path of the module; {@code KEKKAI_TEST_TOKEN}, {@code
 * KEKKAI_TEST_PIN} (in the form of the {@code pin} setting), {@code KEKKAI_TEST_PROFILE} and {@code
 * KEKKAI_TEST_MODULE_ARGS} are the settings of these names.
 */
public final class Tokens {
  private Tokens() {}

  /**
   * All of them.
   *
   * @return in the order of the matrix's columns
   */
  public static Stream<TestToken> all() {
    TestToken named = Named.TOKEN;
    return named == null ? Stream.of(softHsm(), nss()) : Stream.of(softHsm(), nss(), named);
  }

  /**
   * The names of all of them, without making any.
   *
   * @return as {@link TestToken#name()}
   */
  public static List<String> names() {
    return System.getenv("KEKKAI_TEST_MODULE") == null
        ? List.of("softhsm2", "nss")
        : List.of("softhsm2", "nss", "named");
  }

  /**
   * SoftHSM2's.
   *
   * @return the token that contract classes share
   */
  public static TestToken softHsm() {
    return SoftHsm.TOKEN;
  }

  /**
   * NSS softokn's.
   *
   * @return the token that contract classes share
   */
  public static TestToken nss() {
    return Nss.TOKEN;
  }

  private static final class SoftHsm {
    static final TestToken TOKEN = SoftHsmTokens.create("kekkai-contract");
  }

  private static final class Nss {
    static final TestToken TOKEN = NssTokens.create("nss");
  }

  private static final class Named {
    static final @Nullable TestToken TOKEN = fromEnvironment();

    private static @Nullable TestToken fromEnvironment() {
      String module = System.getenv("KEKKAI_TEST_MODULE");
      if (module == null) {
        return null;
      }
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("module", Path.of(module).toAbsolutePath().toString());
      settings.put("state.dir", TestFolders.base().resolve("state").toString());
      settings.put("bulk", "software");
      put(settings, "token", "KEKKAI_TEST_TOKEN");
      put(settings, "pin", "KEKKAI_TEST_PIN");
      put(settings, "profile", "KEKKAI_TEST_PROFILE");
      put(settings, "module.args", "KEKKAI_TEST_MODULE_ARGS");
      return new TestToken("named", TestFolders.empty("named"), settings);
    }

    private static void put(Map<String, String> settings, String key, String variable) {
      String value = System.getenv(variable);
      if (value != null) {
        settings.put(key, value);
      }
    }
  }
}
