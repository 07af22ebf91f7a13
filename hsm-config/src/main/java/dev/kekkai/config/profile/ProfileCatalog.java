package dev.kekkai.config.profile;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The profiles there are. Immutable. */
public final class ProfileCatalog {

  /** Name of the profile for modules nothing is known of. */
  public static final String GENERIC = "generic";

  private final SortedMap<String, HsmProfile> profiles;

  private ProfileCatalog(SortedMap<String, HsmProfile> profiles) {
    this.profiles = Collections.unmodifiableSortedMap(profiles);
  }

  /**
   * The profiles that come with this library.
   *
   * @return the catalogue, always the same
   */
  public static ProfileCatalog builtIn() {
    return Holder.CATALOG;
  }

  /**
   * The names of the profiles.
   *
   * @return an immutable set in alphabetical order
   */
  public Set<String> names() {
    return profiles.keySet();
  }

  /**
   * All profiles.
   *
   * @return an immutable collection in alphabetical order of names
   */
  public Collection<HsmProfile> all() {
    return profiles.values();
  }

  /**
   * A profile by name.
   *
   * @param name the name
   * @return the profile
   * @throws IllegalArgumentException if there is none; the message lists the names there are
   */
  public HsmProfile byName(String name) {
    HsmProfile profile = profiles.get(name);
    if (profile == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "There is no profile '%s'; there are %s",
              name,
              String.join(", ", names())));
    }
    return profile;
  }

  /**
   * The profile a setting asks for.
   *
   * @param chosen name of a profile here, or the absolute path of a file with one: it has a slash,
   *     or ends with {@code .properties}
   * @return the profile; one from a file is named by its path, and read anew each time
   * @throws IllegalArgumentException if there is none, its file can't be read, or profiles extend
   *     each other
   * @throws dev.kekkai.config.problem.ConfigException with all that is wrong in the file
   */
  public HsmProfile chosen(String chosen) {
    return ProfileFile.isPath(chosen) ? ProfileFile.load(Path.of(chosen)) : byName(chosen);
  }

  /**
   * The profile for a module, by what it says of itself.
   *
   * @param module what the module and its token say
   * @return of the profiles that match the one that states most, or {@value #GENERIC}
   */
  public HsmProfile match(ModuleFacts module) {
    return profiles.values().stream()
        .filter(profile -> profile.match().matches(module))
        .max(Comparator.comparingInt(profile -> profile.match().stated()))
        .orElseGet(() -> byName(GENERIC));
  }

  private static final class Holder {

    static final ProfileCatalog CATALOG = load();

    private static ProfileCatalog load() {
      SortedMap<String, HsmProfile> profiles = new TreeMap<>();
      for (String name : BuiltInProfiles.names()) {
        profiles.put(name, ProfileFile.load(name));
      }
      return new ProfileCatalog(profiles);
    }
  }
}
