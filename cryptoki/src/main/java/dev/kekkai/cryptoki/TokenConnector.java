package dev.kekkai.cryptoki;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.ProductionRules;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.ModuleFacts;
import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.config.token.TokenFacts;
import dev.kekkai.cryptoki.login.PinMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way from a configuration to a token: module, slot, profile, login. Thread-safe. */
final class TokenConnector {
  private static final String EMPTY_SLOTS =
      "only slots with an empty one or none; make a token in the HSM's own ceremony (C_InitToken,"
          + " then C_InitPIN), for SoftHSM2 with 'kekkai init --create-token'";

  private final KekkaiConfig config;
  private final TokenListener listener;

  TokenConnector(KekkaiConfig config, TokenListener listener) {
    this.config = config;
    this.listener = listener;
  }

  /** Loads and initialises the module, or joins other tokens of it; to be released. */
  ModuleHost acquire(@Nullable BindingFactory binding) throws TokenException {
    ModuleRegistry.Request request =
        new ModuleRegistry.Request(
            config.module().path(),
            config.module().args(),
            config.module().sharing(),
            config.module().nativeDir());
    return ModuleRegistry.acquire(request, profileBeforeLoading().init(), binding);
  }

  /** Finds the profile for a token that is seen for the first time. */
  HsmProfile profile(CryptokiModule module) throws TokenException {
    ModuleInfo moduleInfo = module.call(Cryptoki::C_GetInfo);
    HsmProfile profile = profile(moduleInfo, findToken(module));
    refuseInProduction(profile);
    return profile;
  }

  /** Finds the token and logs in for the first time. */
  Connection connect(CryptokiModule module, HsmProfile profile, LoginConsent consent)
      throws TokenException {
    return open(module, findToken(module), profile, consent);
  }

  private Connection open(
      CryptokiModule module, TokenInfo info, HsmProfile profile, LoginConsent consent)
      throws TokenException {
    try {
      return Connection.open(module, info, profile, config, consent, listener);
    } catch (CryptokiException e) {
      e.nameBy(profile.errors());
      throw e;
    }
  }

  /** Finds the token, wherever it is now, and logs in once more. */
  Connection reconnect(CryptokiModule module, HsmProfile profile) throws TokenException {
    TokenInfo info = findToken(module);
    if (PinMark.of(config.token().pin()).isTyped() && Login.required(info, profile)) {
      throw new RestartRequiredException(
          "The login was lost, and with pin = prompt nobody is asked for the PIN again", null);
    }
    return open(module, info, profile, LoginConsent.USUAL);
  }

  /** Before the module has said who made it, only the careful profile can be meant by auto. */
  private HsmProfile profileBeforeLoading() {
    return config
        .token()
        .profile()
        .profile()
        .orElseGet(() -> ProfileCatalog.builtIn().byName(ProfileCatalog.GENERIC));
  }

  private HsmProfile profile(ModuleInfo module, TokenInfo token) throws TokenException {
    ModuleFacts facts = facts(module, token);
    HsmProfile profile =
        config.token().profile().profile().orElseGet(() -> ProfileCatalog.builtIn().match(facts));
    if (!profile.match().isMeasuredOn(facts)) {
      throw new OtherTokenException(
          String.format(
              Locale.ROOT,
              "The profile %s was measured on another token (%s) than %s with firmware %s and library"
                  + " version %s: run kekkai doctor --suggest-profile FILE on this one, and set"
                  + " profile = FILE",
              profile.name(),
              profile.match().describe(),
              token.describe(),
              token.firmware(),
              module.libraryVersion()));
    }
    return profile;
  }

  private static ModuleFacts facts(ModuleInfo module, TokenInfo token) {
    return new ModuleFacts(
        module.manufacturer(),
        module.description(),
        module.libraryVersion(),
        token.model(),
        token.serial(),
        token.firmware());
  }

  private void refuseInProduction(HsmProfile profile) throws TokenException {
    List<Problem> problems = ProductionRules.check(config, profile);
    if (!problems.isEmpty()) {
      throw new RefusedConfigurationException(
          problems.stream().map(Problem::describe).collect(Collectors.joining("; ")));
    }
  }

  private TokenInfo findToken(CryptokiModule module) throws TokenException {
    List<TokenInfo> present = tokens(module);
    List<TokenInfo> matching = present.stream().filter(this::isMeant).toList();
    if (matching.size() == 1) {
      return matching.get(0);
    }
    throw new TokenException(
        matching.isEmpty()
            ? String.format(
                Locale.ROOT,
                "No token matches token = %s in %s; present: %s",
                config.token().selector(),
                config.module().path(),
                describe(present))
            : String.format(
                Locale.ROOT,
                "More than one token matches token = %s: %s; name one by pkcs11:serial=...",
                config.token().selector(),
                describe(matching)),
        matching.isEmpty(),
        null);
  }

  private boolean isMeant(TokenInfo t) {
    return config
        .token()
        .selector()
        .matches(new TokenFacts(t.label(), t.manufacturer(), t.serial(), t.model(), t.slot()));
  }

  private static List<TokenInfo> tokens(CryptokiModule module) throws TokenException {
    List<TokenInfo> tokens = new ArrayList<>();
    for (long slot : module.call(c -> c.C_GetSlotList(true))) {
      TokenInfo info = module.call(c -> c.C_GetTokenInfo(slot));
      if (info.has(Ckf.TOKEN_INITIALIZED)) {
        tokens.add(info);
      }
    }
    return tokens;
  }

  private static String describe(List<TokenInfo> tokens) {
    return tokens.isEmpty()
        ? "no initialised token, " + EMPTY_SLOTS
        : tokens.stream().map(TokenInfo::describe).collect(Collectors.joining(", "));
  }
}
