package dev.kekkai.testkit.fault;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * A vendor's module that no test can have, played over a real one. Immutable.
 *
 * @param manufacturer the manufacturer ID in CK_INFO and CK_TOKEN_INFO; at most 32 characters of
 *     ASCII
 * @param description the library description in CK_INFO; at most 32
 * @param model the model in CK_TOKEN_INFO; at most 16
 * @param behaviours what it does otherwise
 * @param rfc3394 its CKM number of RFC 3394, where it has {@link Behaviour#OWN_NUMBERS}
 * @param rfc5649 its CKM number of RFC 5649, likewise
 * @param maxBytes most bytes of data in one AES-GCM, where it makes the IVs; 0 for no limit
 */
public record PlayedModule(
    String manufacturer,
    String description,
    String model,
    Set<Behaviour> behaviours,
    long rfc3394,
    long rfc5649,
    int maxBytes) {
  /** Names alone are played, too. */
  static final int NAMES = 1024;

  /**
   * Copies the set.
   *
   * @param manufacturer see the record
   * @param description see the record
   * @param model see the record
   * @param behaviours see the record
   * @param rfc3394 see the record
   * @param rfc5649 see the record
   * @param maxBytes see the record
   */
  public PlayedModule {
    behaviours = Set.copyOf(behaviours);
  }

  /**
   * Makes the library. It loads a copy of the real module, which thus has a state of its own: the
   * real one can be used in the same process.
   *
   * @param real the real module
   * @return its path; it may be loaded by any number of processes
   */
  public Path over(Path real) {
    ShimFile file = ShimFile.overCopyOf(real);
    ShimControl control = file.control();
    control.setText(ShimControl.MANUFACTURER, padded(manufacturer, 32));
    control.setText(ShimControl.DESCRIPTION, padded(description, 32));
    control.setText(ShimControl.MODEL, padded(model, 16));
    control.set(ShimControl.RFC3394, rfc3394);
    control.set(ShimControl.RFC5649, rfc5649);
    control.set(ShimControl.MAX_BYTES, maxBytes);
    control.set(ShimControl.PLAYED, NAMES | behaviours.stream().mapToInt(Behaviour::bit).sum());
    return file.library();
  }

  private static byte[] padded(String text, int length) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    byte[] result = Arrays.copyOf(ascii, length);
    Arrays.fill(result, ascii.length, length, (byte) ' ');
    return result;
  }
}
