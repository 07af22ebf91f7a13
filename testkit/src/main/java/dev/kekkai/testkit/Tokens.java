package dev.kekkai.testkit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that the contract suite runs on, each made once per JVM, at first use. By the system
 * property {@value #WHICH} they are {@code real} (the default: SoftHSM2, NSS softokn, and one more
 * module when the environment names it), {@code played} (those of {@link PlayedVendors}), {@code
 * others} (openCryptoki, tpm2-pkcs11 and the played ones), {@code all}, or those of the names
 * given, separated by commas.
 *
 * <p>{@code KEKKAI_TEST_MODULE} is the path of the module; {@code KEKKAI_TEST_TOKEN}, {@code
 * KEKKAI_TEST_PIN} (in the form of the {@code pin} setting), {@code KEKKAI_TEST_PROFILE} and {@code
 * KEKKAI_TEST_MODULE_ARGS} are the settings of these names.
 */
public final class Tokens {
  /** The system property that chooses. */
  public static final String WHICH = "kekkai.tokens";

  /** The system property of test JVMs: {@value #ALONE} where openCryptoki alone is tested. */
  public static final String JVM = "kekkai.test.jvm";

  private static final String ALONE = "opencryptoki";

  /** The name of the module that the environment names. */
  public static final String NAMED = "named";

  /** The choice of what each build has: SoftHSM2, NSS softokn and the module that is named. */
  public static final String REAL = "real";

  private Tokens() {}

  /**
   * All that were chosen and that belong in this JVM. One that this machine can't have has no
   * settings; {@link Availability#require} says why.
   *
   * @return in the order of the matrix's columns
   */
  public static Stream<TestToken> all() {
    return chosen().values().stream().map(Supplier::get);
  }

  /**
   * The names of all these, without making any.
   *
   * @return as {@link TestToken#name()}
   */
  public static List<String> names() {
    return List.copyOf(chosen().keySet());
  }

  /**
   * The names that a choice stands for, without making any token.
   *
   * @param which as in the system property {@value #WHICH}
   * @return as {@link TestToken#name()}
   */
  public static List<String> names(String which) {
    return List.copyOf(chosen(which).keySet());
  }

  private static Map<String, Supplier<TestToken>> chosen() {
    Map<String, Supplier<TestToken>> chosen =
        new LinkedHashMap<>(chosen(System.getProperty(WHICH, REAL)));
    String jvm = System.getProperty(JVM);
    if (jvm != null) {
      chosen.keySet().removeIf(name -> name.equals(OpenCryptokiTokens.NAME) != jvm.equals(ALONE));
    }
    return chosen;
  }

  private static Map<String, Supplier<TestToken>> chosen(String which) {
    Map<String, Supplier<TestToken>> real = real();
    Map<String, Supplier<TestToken>> played = new LinkedHashMap<>();
    PlayedVendors.all().forEach(v -> played.put(v.name(), v::token));
    Map<String, Supplier<TestToken>> others = new LinkedHashMap<>();
    others.put(
        OpenCryptokiTokens.NAME, () -> ifHere(OpenCryptokiTokens.NAME, Tokens::openCryptoki));
    others.put(Tpm2Tokens.NAME, () -> ifHere(Tpm2Tokens.NAME, Tokens::tpm2));
    others.putAll(played);
    Map<String, Supplier<TestToken>> all = new LinkedHashMap<>(real);
    all.putAll(others);
    return switch (which) {
      case REAL -> real;
      case "played" -> played;
      case "others" -> others;
      case "all" -> all;
      default -> named(all, which);
    };
  }

  private static TestToken ifHere(String name, Supplier<TestToken> token) {
    return Availability.missing(name).isPresent()
        ? new TestToken(name, TestFolders.base(), Map.of())
        : token.get();
  }

  private static Map<String, Supplier<TestToken>> real() {
    Map<String, Supplier<TestToken>> real = new LinkedHashMap<>();
    real.put("softhsm2", Tokens::softHsm);
    real.put("nss", Tokens::nss);
    if (System.getenv("KEKKAI_TEST_MODULE") != null) {
      real.put(NAMED, () -> Objects.requireNonNull(Named.TOKEN));
    }
    return real;
  }

  private static Map<String, Supplier<TestToken>> named(
      Map<String, Supplier<TestToken>> all, String names) {
    Map<String, Supplier<TestToken>> chosen = new LinkedHashMap<>();
    for (String name : names.split(",", -1)) {
      Supplier<TestToken> token = all.get(name);
      if (token == null) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "-D%s=%s: %s is none of %s", WHICH, names, name, all.keySet()));
      }
      chosen.put(name, token);
    }
    return chosen;
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

  /**
   * openCryptoki's soft token.
   *
   * @return the token that contract classes share
   */
  public static TestToken openCryptoki() {
    return OpenCryptoki.TOKEN;
  }

  /**
   * That of tpm2-pkcs11 over a TPM in software.
   *
   * @return the token that contract classes share
   */
  public static TestToken tpm2() {
    return Tpm2.TOKEN;
  }

  private static final class SoftHsm {
    static final TestToken TOKEN = SoftHsmTokens.create("kekkai-contract");
  }

  private static final class Nss {
    static final TestToken TOKEN = NssTokens.create("nss");
  }

  private static final class OpenCryptoki {
    static final TestToken TOKEN = OpenCryptokiTokens.create("kekkai-contract");
  }

  private static final class Tpm2 {
    static final TestToken TOKEN = Tpm2Tokens.create("kekkai-contract");
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
      return new TestToken(NAMED, TestFolders.empty(NAMED), settings);
    }

    private static void put(Map<String, String> settings, String key, String variable) {
      String value = System.getenv(variable);
      if (value != null) {
        settings.put(key, value);
      }
    }
  }
}
