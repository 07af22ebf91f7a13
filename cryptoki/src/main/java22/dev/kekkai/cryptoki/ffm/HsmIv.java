package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.Mechanism;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an encryption whose IV the module makes. It may write the IV as late as in
 * C_Encrypt, so the parameters lie apart from what calls write over, until the next such encryption
 * begins. Not thread-safe: it belongs to a session.
 */
final class HsmIv {
  private @Nullable NativeMemory memory;

  /** The encryption under way. */
  private Mechanism.@Nullable GcmHsmIv current;

  /** Writes the parameters; the address of the CK_MECHANISM. */
  long begin(Mechanism.GcmHsmIv mechanism) {
    NativeMemory kept = memory;
    if (kept == null) {
      kept = new NativeMemory();
      memory = kept;
    }
    kept.begin(MechanismWriter.room(mechanism));
    current = mechanism;
    return MechanismWriter.write(kept, mechanism);
  }

  /** Another encryption has begun. */
  void forget() {
    current = null;
  }

  /** The encryption has ended well: its IV goes to who asked for it. */
  void deliver() {
    Mechanism.GcmHsmIv ended = current;
    NativeMemory kept = memory;
    if (ended != null && kept != null) {
      current = null;
      byte[] iv = ended.iv();
      kept.copyOut(MechanismWriter.GCM_IV, iv, 0, iv.length);
    }
  }

  void release() {
    if (memory != null) {
      memory.close();
    }
  }
}
