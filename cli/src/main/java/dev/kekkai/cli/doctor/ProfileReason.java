package dev.kekkai.cli.doctor;

import dev.kekkai.config.TokenSettings;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.Match;
import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.TokenInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a profile is the one in force. */
public final class ProfileReason {
  private ProfileReason() {}

  /**
   * The reason, in words.
   *
   * @param settings what the configuration says
   * @param profile the profile in force
   * @param module what the module says of itself
   * @param token what the token says of itself
   * @return half a sentence
   */
  public static String of(
      TokenSettings settings, HsmProfile profile, ModuleInfo module, TokenInfo token) {
    if (!settings.profileIsAuto()) {
      return "the configuration names it";
    }
    if (profile.name().equals(ProfileCatalog.GENERIC)) {
      return String.format(
          Locale.ROOT,
          "no other one is for manufacturer '%s', library '%s', model '%s'",
          module.manufacturer(),
          module.description(),
          token.model());
    }
    return "it is for " + String.join(", ", stated(profile.match(), module, token));
  }

  private static List<String> stated(Match match, ModuleInfo module, TokenInfo token) {
    List<String> all = new ArrayList<>();
    add(all, "manufacturer", match.manufacturer(), module.manufacturer());
    add(all, "library", match.description(), module.description());
    add(all, "model", match.model(), token.model());
    add(all, "serial number", match.serial(), token.serial());
    add(all, "firmware", match.firmware().toString(), token.firmware());
    add(all, "library version", match.libraryVersion().toString(), module.libraryVersion());
    return all;
  }

  private static void add(List<String> all, String what, String wanted, String is) {
    if (!wanted.isEmpty()) {
      all.add(String.format(Locale.ROOT, "%s '%s' (here '%s')", what, wanted, is));
    }
  }
}
