package dev.kekkai.provider.spi.gcm;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Place;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.watch.Running;
import dev.kekkai.provider.watch.Watch;
import java.nio.ByteBuffer;
import javax.crypto.AEADBadTagException;
import javax.crypto.IllegalBlockSizeException;
import org.jspecify.annotations.Nullable;

/** One message as {@link GcmMessage} has it, and whoever watches the provider hears of it. */
final class WatchedMessage {
  private WatchedMessage() {}

  static int run(
      boolean encrypting,
      DekKey dek,
      byte[] iv,
      byte[] aad,
      byte[] in,
      int inOffset,
      int inLength,
      byte[] out,
      int outOffset)
      throws IllegalBlockSizeException, AEADBadTagException {
    Running running = start(encrypting, dek);
    try {
      int written =
          GcmMessage.run(encrypting, dek, iv, aad, in, inOffset, inLength, out, outOffset);
      Running.ended(running);
      return written;
    } catch (Throwable e) {
      Running.ended(running, e);
      throw e;
    }
  }

  static int run(
      boolean encrypting, DekKey dek, byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws IllegalBlockSizeException, AEADBadTagException {
    Running running = start(encrypting, dek);
    try {
      int written = GcmMessage.run(encrypting, dek, iv, aad, in, out);
      Running.ended(running);
      return written;
    } catch (Throwable e) {
      Running.ended(running, e);
      throw e;
    }
  }

  /** Asks first: what follows is too much for a path that takes some hundred nanoseconds. */
  private static @Nullable Running start(boolean encrypting, DekKey dek) {
    Watch watch = dek.source().watch();
    if (!watch.isOn()) {
      return null;
    }
    boolean inToken = dek.handle().policy().bulk() == BulkMode.HSM;
    return watch.start(
        encrypting ? Operation.ENCRYPT : Operation.DECRYPT, inToken ? Place.HSM : Place.SOFTWARE);
  }
}
