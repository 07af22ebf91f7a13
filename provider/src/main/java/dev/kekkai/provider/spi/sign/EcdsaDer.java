package dev.kekkai.provider.spi.sign;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * An ECDSA signature as PKCS #11 gives it, r and s side by side, to X9.62's DER (RFC 3279, 2.2.3).
 */
final class EcdsaDer {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int LONG_FORM_1 = 0x81;

  private EcdsaDer() {}

  static byte[] encode(byte[] raw) {
    if (raw.length == 0 || raw.length % 2 != 0) {
      throw new IllegalArgumentException(
          "An ECDSA signature is two numbers of one length, not " + raw.length + " bytes");
    }
    int half = raw.length / 2;
    ByteArrayOutputStream numbers = new ByteArrayOutputStream();
    integer(numbers, Arrays.copyOfRange(raw, 0, half));
    integer(numbers, Arrays.copyOfRange(raw, half, raw.length));
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(SEQUENCE);
    if (numbers.size() > 0x7F) { // at most 138 bytes, for P-521
      der.write(LONG_FORM_1);
    }
    der.write(numbers.size());
    der.writeBytes(numbers.toByteArray());
    return der.toByteArray();
  }

  private static void integer(ByteArrayOutputStream der, byte[] unsigned) {
    byte[] value = new BigInteger(1, unsigned).toByteArray();
    der.write(INTEGER);
    der.write(value.length);
    der.writeBytes(value);
  }
}
