package dev.kekkai.config.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
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
 * @param knobs what is stated and how it is known, by knob
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
    Map<String, MarkedValue> knobs) {

  /**
   * Copies the map.
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
   * @param knobs what is stated and how it is known, by knob
   */
  public HsmProfile {
    knobs = Map.copyOf(knobs);
  }

  /**
   * Whether keys of a kind unwrap others, as far as their usage goes.
   *
   * @param kind a kind
   * @return true of AES KEKs, and of RSA KEKs unless they only decrypt
   */
  public boolean unwraps(KeyKind kind) {
    return kind == KeyKind.AES_KEK
        || (kind == KeyKind.RSA_KEK && rsaKekUsage == RsaKekUsage.UNWRAP);
  }

  /**
   * How each value is known.
   *
   * @return mark by knob
   */
  public Map<String, Mark> marks() {
    Map<String, Mark> marks = new TreeMap<>();
    knobs.forEach((knob, value) -> marks.put(knob, value.mark()));
    return marks;
  }

  /**
   * Knobs whose values nobody has measured on the module; production refuses them.
   *
   * @return their names in alphabetical order
   */
  public SortedSet<String> unmeasured() {
    SortedSet<String> names = new TreeSet<>();
    knobs.forEach(
        (knob, value) -> {
          if (value.mark() != Mark.MEASURED) {
            names.add(knob);
          }
        });
    return names;
  }

  /**
   * Why knobs can't be relied on.
   *
   * @param names of {@link Knobs}
   * @return what is only supposed and how to measure it; empty where there is evidence for all
   */
  public Optional<String> unverified(String... names) {
    List<String> supposed = new ArrayList<>();
    for (String knob : names) {
      MarkedValue value = knobs.get(knob);
      if (value != null && value.mark() == Mark.UNVERIFIED) {
        supposed.add(knob + " = " + value.text());
      }
    }
    return supposed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Nobody has verified %s (profile %s) on this module, and a wrong guess would be"
                    + " dangerous: run kekkai doctor --suggest-profile FILE, which measures it, and"
                    + " set profile = FILE",
                String.join(" and ", supposed),
                name));
  }
}
