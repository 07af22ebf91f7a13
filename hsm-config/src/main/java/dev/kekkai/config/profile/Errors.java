package dev.kekkai.config.profile;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Group {@code errors}: what return codes mean on a module, as CKR numbers.
 *
 * @param authFail from C_Decrypt or C_UnwrapKey: a bad ciphertext or blob. Goes before the others,
 *     since some modules have one code for a bad ciphertext and for a device that is away
 * @param keepsSession whether a session is clean after C_Decrypt or C_UnwrapKey answered one of
 *     {@code authFail}, and so need not be closed
 * @param lost codes beyond the standard's own that mean: the device is away
 * @param transientCodes codes beyond the standard's own after which the same call may simply be
 *     repeated ({@code errors.transient})
 * @param names what the vendor calls codes of its own, by code
 */
public record Errors(
    Set<Long> authFail,
    boolean keepsSession,
    Set<Long> lost,
    Set<Long> transientCodes,
    Map<Long, String> names) {

  /**
   * Copies the sets and the map.
   *
   * @param authFail codes that mean a bad ciphertext or blob
   * @param keepsSession whether the session is clean after one of those
   * @param lost codes that mean: the device is away
   * @param transientCodes codes after which the same call may be repeated
   * @param names what the vendor calls codes of its own, by code
   */
  public Errors {
    authFail = Set.copyOf(authFail);
    lost = Set.copyOf(lost);
    transientCodes = Set.copyOf(transientCodes);
    names = Map.copyOf(names);
  }

  /**
   * Whether a return code means bad input rather than trouble in the module.
   *
   * @param ckr return code of C_Decrypt or C_UnwrapKey
   * @return true if the profile lists it
   */
  public boolean isAuthFailure(long ckr) {
    return authFail.contains(ckr);
  }

  /**
   * Whether a return code means, on this module, that the device is away. The standard's own codes
   * for that are not listed by profiles.
   *
   * @param ckr return code of any function
   * @return true if the profile lists it
   */
  public boolean isLost(long ckr) {
    return lost.contains(ckr);
  }

  /**
   * Whether, on this module, the same call may simply be repeated after a return code. The
   * standard's own codes for that are not listed by profiles.
   *
   * @param ckr return code of any function
   * @return true if the profile lists it
   */
  public boolean isTransient(long ckr) {
    return transientCodes.contains(ckr);
  }

  /**
   * What the vendor calls a return code.
   *
   * @param ckr return code of any function
   * @return its name, or {@code null} where the profile has none
   */
  public @Nullable String name(long ckr) {
    return names.get(ckr);
  }
}
