package dev.kekkai.client;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeSealer;
import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.formats.kekset.KekSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Seals values with the public KEK, without asking anybody. A new primary KEK is taken up as soon
 * as the {@link KekSetCache} has it. Thread-safe.
 *
 * <p>Sealing proves nothing about the sender: whoever has the public KEK can put an item of his own
 * in another's place.
 */
public final class Sealer {

  private final KekSetCache keks;
  private volatile @Nullable Prepared prepared;

  /** The sealers made for one set, by the KEK's name. */
  private record Prepared(KekSet set, Map<String, EnvelopeSealer> sealers) {}

  /**
   * A sealer.
   *
   * @param keks where the public KEKs come from
   */
  public Sealer(KekSetCache keks) {
    this.keks = keks;
  }

  /**
   * Seals one value under the primary version of a KEK.
   *
   * @param kekName the KEK, without a version, {@code payments}
   * @param plaintext the value, at most {@link
   *     dev.kekkai.formats.envelope.SealedEnvelope#MAX_PLAINTEXT_BYTES} bytes; neither kept nor
   *     changed
   * @param context where the value belongs; it stands in the item in clear, and the same is needed
   *     to open it
   * @return the item, a JWE in compact form
   * @throws KekUnavailableException when there is no such KEK, or no set in its grace
   * @throws IllegalArgumentException when the plaintext is too long
   */
  public String seal(String kekName, byte[] plaintext, EncryptionContext context)
      throws KekUnavailableException {
    return sealer(kekName).seal(plaintext, context);
  }

  @SuppressWarnings("ReferenceEquality") // the cache hands out one object for as long as it holds
  private EnvelopeSealer sealer(String kekName) throws KekUnavailableException {
    KekSet set = keks.current();
    Prepared now = prepared;
    if (now == null || now.set() != set) {
      now = new Prepared(set, new ConcurrentHashMap<>());
      prepared = now;
    }
    EnvelopeSealer sealer = now.sealers().get(kekName);
    if (sealer == null) {
      sealer = new EnvelopeSealer(primary(set, kekName));
      now.sealers().put(kekName, sealer);
    }
    return sealer;
  }

  private static PublicKek primary(KekSet set, String kekName) throws KekUnavailableException {
    return set.primary(kekName)
        .orElseThrow(
            () ->
                new KekUnavailableException(
                    "KEK set version "
                        + set.version()
                        + " has no KEK '"
                        + kekName
                        + "'; it has "
                        + String.join(", ", set.primaries().keySet().stream().sorted().toList())));
  }
}
