package dev.kekkai.config;

import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.profile.PinFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole of {@code kekkai.properties}: immutable, validated, without any secret, and so safe to
 * print and to share between threads.
 *
 * @param name instance name ({@code name}), which becomes part of the provider's name; {@code null}
 *     when not given
 * @param module the PKCS#11 library
 * @param token the token and its PIN source
 * @param sessions bounds on sessions
 * @param calls how the module is called
 * @param outages what happens while the token is away
 * @param stateDir folder for what has to outlive the process, such as that a PIN was refused
 *     ({@code state.dir}); {@code null} for the user's own
 * @param bulk how data is encrypted
 * @param deks when a materialised DEK ends
 * @param kek name of the KEK used when none is named ({@code kek}), without a version; {@code null}
 *     when not given
 * @param environment how strict the start is ({@code environment})
 * @param aliases key store types on offer ({@code aliases})
 * @param strength what happens with a KEK weaker than its DEKs ({@code strength})
 * @param store JDBC URL of the DEK store ({@code store}); {@code null} when there is none
 * @param storeHead file outside the database that says what the DEK store has come to ({@code
 *     store.head}); {@code null} when there is none
 * @param writeFormat in which versions of the formats is written ({@code write-format})
 * @param kekWait how long a disabled KEK version waits until it may be destroyed ({@code
 *     kek.destroy-wait}), 1 s to 3650 days
 * @param kekCryptoperiod how long a KEK version should be primary at most ({@code
 *     kek.cryptoperiod}), 1 s to 3650 days
 * @param kekAdopted file with the keys that were adopted although they break rules of origin
 *     ({@code kek.adopted}); {@code null} when there is none
 * @param kekTrust which KEKs on the token are used ({@code kek.trust})
 */
public record KekkaiConfig(
    @Nullable String name,
    ModuleSettings module,
    TokenSettings token,
    SessionSettings sessions,
    CallSettings calls,
    OutageSettings outages,
    @Nullable Path stateDir,
    BulkSettings bulk,
    DekSettings deks,
    @Nullable String kek,
    Environment environment,
    AliasStyle aliases,
    Strength strength,
    @Nullable String store,
    @Nullable Path storeHead,
    WriteFormat writeFormat,
    Duration kekWait,
    Duration kekCryptoperiod,
    @Nullable Path kekAdopted,
    KekTrust kekTrust) {

  /**
   * Reads a file in the syntax of {@link java.util.Properties}, encoded in UTF-8. Relative paths in
   * it start from the folder the file is in.
   *
   * @param file the file
   * @return the config
   * @throws ConfigException if the file can't be read, or with all the problems in it
   */
  public static KekkaiConfig load(Path file) {
    return load(file, Map.of());
  }

  /**
   * Reads a file with some settings otherwise than it has them, for finding out what would be.
   *
   * @param file the file
   * @param instead values by key
   * @return the config
   * @throws ConfigException as {@link #load(Path)}
   */
  public static KekkaiConfig load(Path file, Map<String, String> instead) {
    return ConfigFile.load(file, instead);
  }

  /**
   * The same, and a PIN without that form is not tried, whatever profile is found for the token.
   *
   * @param form what the PIN must look like
   * @return a new config
   */
  public KekkaiConfig wantingPinForm(PinFormat form) {
    return with(new TokenSettings(token.selector(), token.pin(), token.profile(), form));
  }

  /**
   * Reads settings held in memory, for example {@link java.util.Properties} turned into a map.
   *
   * @param settings values by key; see {@code docs/configuration.md}
   * @param baseDir folder that relative paths start from
   * @return the config
   * @throws ConfigException with all the problems in it
   */
  public static KekkaiConfig parse(Map<String, String> settings, Path baseDir) {
    return ConfigReader.read(settings, baseDir, "Kekkai settings");
  }

  /**
   * The same with another source of the PIN.
   *
   * @param pin where the PIN comes from
   * @return a config that differs in nothing else
   */
  public KekkaiConfig withPin(PinSource pin) {
    return with(new TokenSettings(token.selector(), pin, token.profile(), token.pinForm()));
  }

  private KekkaiConfig with(TokenSettings changed) {
    return new KekkaiConfig(
        name,
        module,
        changed,
        sessions,
        calls,
        outages,
        stateDir,
        bulk,
        deks,
        kek,
        environment,
        aliases,
        strength,
        store,
        storeHead,
        writeFormat,
        kekWait,
        kekCryptoperiod,
        kekAdopted,
        kekTrust);
  }
}
