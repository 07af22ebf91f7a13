package dev.kekkai.config.profile;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How one family of PKCS#11 modules behaves. Immutable; made from a file, see {@code
 * docs/profiles.md}.
 *
 * @param name the profile's name, as in {@code profile = NAME}
 * @param softwareToken whether keys lie in files that this host's root can read
 * @param match which modules it is for
 * @param init C_Initialize and C_Finalize
 * @param login C_Login
 * @param session sessions
 * @param wrap AES key wrap
 * @param rsaKekUsage usage of RSA KEKs ({@code rsaKek.usage})
 * @param oaep RSA-OAEP
 * @param ecdh key agreement
 * @param gcm AES-GCM
 * @param templates attributes of keys
 * @param softwareDekPath how a DEK gets into software ({@code softwareDek.path})
 * @param errors meaning of return codes
 * @param marks how each value is known, by knob
 */
public record HsmProfile(
    String name,
    boolean softwareToken,
    Match match,
    Init init,
    Login login,
    Session session,
    Wrap wrap,
    RsaKekUsage rsaKekUsage,
    Oaep oaep,
    Ecdh ecdh,
    Gcm gcm,
    Templates templates,
    SoftwareDekPath softwareDekPath,
    Errors errors,
    Map<String, Mark> marks) {

  /**
   * Copies the marks.
   *
   * @param name the profile's name
   * @param softwareToken whether keys lie in files
   * @param match which modules it is for
   * @param init C_Initialize and C_Finalize
   * @param login C_Login
   * @param session sessions
   * @param wrap AES key wrap
   * @param rsaKekUsage usage of RSA KEKs
   * @param oaep RSA-OAEP
   * @param ecdh key agreement
   * @param gcm AES-GCM
   * @param templates attributes of keys
   * @param softwareDekPath how a DEK gets into software
   * @param errors meaning of return codes
   * @param marks how each value is known, by knob
   */
  public HsmProfile {
    marks = Map.copyOf(marks);
  }

  /**
   * Knobs whose values nobody has measured on the module; production refuses them.
   *
   * @return their names in alphabetical order
   */
  public SortedSet<String> unmeasured() {
    SortedSet<String> names = new TreeSet<>();
    marks.forEach(
        (knob, mark) -> {
          if (mark != Mark.MEASURED) {
            names.add(knob);
          }
        });
    return names;
  }
}
