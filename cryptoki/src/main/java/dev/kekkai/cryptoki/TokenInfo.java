package dev.kekkai.cryptoki;

import dev.kekkai.config.problem.Printable;
import java.util.Locale;

/**
 * CK_TOKEN_INFO (PKCS #11 v3.1, section 3.2), blank padding removed.
 *
 * @param slot the slot it was read from
 * @param label the token's label
 * @param manufacturer who made the device
 * @param model the device's model
 * @param serial the device's serial number
 * @param firmware "major.minor" of the firmware
 * @param flags CKF_ flags of a token
 * @param maxSessions most sessions one application may open; 0 or -1 when the token sets no limit
 * @param sessions sessions now open by this application; -1 when the token doesn't tell
 */
public record TokenInfo(
    long slot,
    String label,
    String manufacturer,
    String model,
    String serial,
    String firmware,
    long flags,
    long maxSessions,
    long sessions) {

  /**
   * Tests one flag.
   *
   * @param flag a CKF_ number of {@link Ckf}
   * @return whether the token has it set
   */
  public boolean has(long flag) {
    return (flags & flag) != 0;
  }

  /**
   * How a person recognises this token, in messages and logs: on one line, whatever the token says
   * of itself.
   *
   * @return label, model, serial number and slot, with question marks for control characters
   */
  public String describe() {
    return Printable.of(
        String.format(Locale.ROOT, "'%s' (%s, serial %s, slot %d)", label, model, serial, slot));
  }
}
