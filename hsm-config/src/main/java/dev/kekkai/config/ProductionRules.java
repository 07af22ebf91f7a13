package dev.kekkai.config;

import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.ProfileChoice;
import dev.kekkai.config.settings.Reading;
import dev.kekkai.config.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code environment = production} refuses. */
public final class ProductionRules {

  private static final String KEY = "environment";

  private ProductionRules() {}

  /**
   * The rules about the token, which with {@code profile = auto} can be checked only once the
   * module has said what it is.
   *
   * @param config the config
   * @param profile the profile of the module found
   * @return the problems; empty in development, or when the profile is fit for production
   */
  public static List<Problem> check(KekkaiConfig config, HsmProfile profile) {
    return config.environment() == Environment.PRODUCTION ? check(profile) : List.of();
  }

  private static List<Problem> check(HsmProfile profile) {
    List<Problem> problems = new ArrayList<>();
    if (profile.softwareToken()) {
      problems.add(
          new Problem(
              KEY,
              "production",
              "refuses software tokens such as '" + profile.name() + "': use an HSM"));
    }
    if (!profile.unmeasured().isEmpty()) {
      problems.add(
          new Problem(
              KEY,
              "production",
              String.format(
                  Locale.ROOT,
                  "refuses values nobody has measured; profile '%s' has %s",
                  profile.name(),
                  String.join(", ", profile.unmeasured()))));
    }
    return problems;
  }

  /** All that shows before the module is loaded: with a profile that is named, everything. */
  static void check(
      Settings settings,
      Reading<Environment> environment,
      Reading<PinSource> pin,
      Reading<String> store,
      Reading<ProfileChoice> profile) {
    if (environment.orNull() != Environment.PRODUCTION) {
      return;
    }
    if (pin.orNull() instanceof PinSource.Env env) {
      settings.problem(
          "pin",
          "env:" + env.name(),
          "production refuses PINs from the environment: use file:PATH");
    }
    String url = store.orNull();
    if (url != null && url.toLowerCase(Locale.ROOT).startsWith("jdbc:h2:")) {
      settings.problem("store", url, "production refuses H2: use a PostgreSQL URL");
    }
    ProfileChoice chosen = profile.orNull();
    if (chosen != null) {
      chosen
          .profile()
          .ifPresent(
              named ->
                  check(named).forEach(p -> settings.problem(p.key(), p.value(), p.expected())));
    }
  }
}
