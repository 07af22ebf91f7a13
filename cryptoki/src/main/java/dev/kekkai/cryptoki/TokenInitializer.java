package dev.kekkai.cryptoki;

import dev.kekkai.config.ModuleSettings;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.ProfileCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes a new software token: C_InitToken on an empty slot and C_InitPIN. For the demo, containers
 * and tests; a hardware token is initialised in its own ceremony, with its own tool.
 */
public final class TokenInitializer {
  private final ModuleSettings module;

  /**
   * For one module.
   *
   * @param module the module and how it is shared
   */
  public TokenInitializer(ModuleSettings module) {
    this.module = module;
  }

  /**
   * The labels of the initialised tokens.
   *
   * @return labels, in the module's order
   * @throws TokenException when the module can't be asked
   */
  public List<String> labels() throws TokenException {
    return on(
        m -> {
          List<String> labels = new ArrayList<>();
          for (long slot : m.call(c -> c.C_GetSlotList(true))) {
            TokenInfo info = m.call(c -> c.C_GetTokenInfo(slot));
            if (info.has(Ckf.TOKEN_INITIALIZED)) {
              labels.add(info.label());
            }
          }
          return labels;
        });
  }

  /**
   * Initialises the first slot that has no initialised token. Nothing existing is touched.
   *
   * @param label the new token's label, at most 32 bytes of UTF-8
   * @param soPin the security officer's PIN; not kept
   * @param userPin the user's PIN; not kept
   * @throws TokenException when there is no empty slot, the label is taken, or the module refuses
   */
  public void create(String label, char[] soPin, char[] userPin) throws TokenException {
    if (labels().contains(label)) {
      throw new TokenException(
          String.format(Locale.ROOT, "There is a token '%s' already", label), false, null);
    }
    on(
        m -> {
          m.call(
              c -> {
                c.C_InitToken(emptySlot(c), soPin, label);
                return Boolean.TRUE;
              });
          setUserPin(m, slotOf(m, label), soPin, userPin);
          return Boolean.TRUE;
        });
  }

  /**
   * Sets the first user PIN of a token that has none, such as a new NSS database.
   *
   * @param label the token's label
   * @param soPin the security officer's PIN; not kept
   * @param userPin the user's PIN; not kept
   * @throws TokenException when the token is not there or the module refuses
   */
  public void initPin(String label, char[] soPin, char[] userPin) throws TokenException {
    on(
        m -> {
          setUserPin(m, slotOf(m, label), soPin, userPin);
          return Boolean.TRUE;
        });
  }

  private static void setUserPin(CryptokiModule m, long slot, char[] soPin, char[] userPin)
      throws TokenException {
    Session session = Session.open(m, slot, true);
    try {
      session.login(Cku.SO, soPin);
      session.initPin(userPin);
      session.logout();
    } finally {
      session.close();
    }
  }

  private static long emptySlot(Cryptoki c) throws CryptokiException {
    for (long slot : c.C_GetSlotList(true)) {
      if (!c.C_GetTokenInfo(slot).has(Ckf.TOKEN_INITIALIZED)) {
        return slot;
      }
    }
    throw new CryptokiException(
        "C_GetSlotList (no slot with an empty token)", Ckr.TOKEN_NOT_PRESENT);
  }

  private static long slotOf(CryptokiModule m, String label) throws TokenException {
    for (long slot : m.call(c -> c.C_GetSlotList(true))) {
      if (m.call(c -> c.C_GetTokenInfo(slot)).label().equals(label)) {
        return slot;
      }
    }
    throw new TokenException(
        String.format(Locale.ROOT, "There is no token '%s'", label), false, null);
  }

  private <T> T on(Body<T> body) throws TokenException {
    ModuleRegistry.Request request =
        new ModuleRegistry.Request(
            module.path(), module.args(), module.sharing(), module.nativeDir());
    HsmProfile profile = ProfileCatalog.builtIn().byName(ProfileCatalog.GENERIC);
    ModuleHost host = ModuleRegistry.acquire(request, profile.init(), null);
    CryptokiModule m = host.newIncarnation(() -> {});
    try {
      return body.on(m);
    } finally {
      host.retire(m, Duration.ZERO);
      ModuleRegistry.release(host);
    }
  }

  private interface Body<T> {
    T on(CryptokiModule module) throws TokenException;
  }
}
