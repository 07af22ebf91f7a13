package dev.kekkai.config.profile;

import java.util.Set;

/**
 * Group {@code errors}.
 *
 * @param authFail CKR numbers that, from C_Decrypt or C_UnwrapKey, mean a bad ciphertext or blob
 */
public record Errors(Set<Long> authFail) {

  /**
   * Copies the set.
   *
   * @param authFail CKR numbers that mean a bad ciphertext or blob
   */
  public Errors {
    authFail = Set.copyOf(authFail);
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
}
