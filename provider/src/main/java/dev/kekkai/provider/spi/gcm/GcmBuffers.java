package dev.kekkai.provider.spi.gcm;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Two byte buffers as arrays: the arrays behind them where they can be had, copies where not
 * (direct and read-only buffers). Copies are wiped.
 */
final class GcmBuffers {
  private final ByteBuffer source;
  private final ByteBuffer target;
  private final byte[] in;
  private final int inOffset;
  private final byte[] out;
  private final int outOffset;

  GcmBuffers(ByteBuffer source, ByteBuffer target, int outLength) {
    this.source = source;
    this.target = target;
    if (source.hasArray()) {
      in = source.array();
      inOffset = source.arrayOffset() + source.position();
    } else {
      in = new byte[source.remaining()];
      inOffset = 0;
      source.duplicate().get(in);
    }
    if (target.hasArray()) {
      out = target.array();
      outOffset = target.arrayOffset() + target.position();
    } else {
      out = new byte[outLength];
      outOffset = 0;
    }
  }

  byte[] in() {
    return in;
  }

  int inOffset() {
    return inOffset;
  }

  byte[] out() {
    return out;
  }

  int outOffset() {
    return outOffset;
  }

  /** After success: moves the positions as JCA wants them. */
  void deliver(int written) {
    source.position(source.limit());
    if (target.hasArray()) {
      target.position(target.position() + written);
    } else {
      target.put(out, 0, written);
    }
  }

  void wipe() {
    if (!source.hasArray()) {
      Arrays.fill(in, (byte) 0);
    }
    if (!target.hasArray()) {
      Arrays.fill(out, (byte) 0);
    }
  }
}
