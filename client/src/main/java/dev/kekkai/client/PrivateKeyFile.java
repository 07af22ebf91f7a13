package dev.kekkai.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A private key as PEM: one block {@code PRIVATE KEY}, PKCS#8 (RFC 7468 section 10). */
final class PrivateKeyFile {

  private static final int MAX_BYTES = 64 * 1024;
  private static final byte[] BEGIN = ascii("-----BEGIN PRIVATE KEY-----");
  private static final byte[] END = ascii("-----END PRIVATE KEY-----");
  private static final byte[] ANY_KEY = ascii("PRIVATE KEY-----");
  private static final List<String> KINDS = List.of("EC", "Ed25519", "RSA", "RSASSA-PSS");

  private PrivateKeyFile() {}

  static PrivateKey read(Path file) throws IOException, InvalidKeyException {
    byte[] pem = OwnerOnlyFile.read(file, MAX_BYTES);
    byte[] der = new byte[0];
    try {
      der = der(file, pem);
      return key(file, der);
    } finally {
      Arrays.fill(pem, (byte) 0);
      Arrays.fill(der, (byte) 0);
    }
  }

  private static byte[] der(Path file, byte[] pem) throws InvalidKeyException {
    int begin = indexOf(pem, BEGIN, 0);
    int end = begin < 0 ? -1 : indexOf(pem, END, begin);
    if (end < 0) {
      throw new InvalidKeyException(
          indexOf(pem, ANY_KEY, 0) < 0
              ? file + " holds no private key in PEM"
              : file
                  + " must hold an unencrypted PKCS#8 key, 'BEGIN PRIVATE KEY': run  openssl pkcs8"
                  + " -topk8 -nodes -in "
                  + file
                  + " -out NEW.pem");
    }
    if (indexOf(pem, BEGIN, end) >= 0) {
      throw new InvalidKeyException(file + " holds more than one private key");
    }
    byte[] base64 = new byte[end];
    int length = 0;
    for (int i = begin + BEGIN.length; i < end; i++) {
      if (!Character.isWhitespace(pem[i])) {
        base64[length++] = pem[i];
      }
    }
    byte[] exact = Arrays.copyOf(base64, length);
    try {
      return Base64.getDecoder().decode(exact);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException(file + " holds a key that is not base64");
    } finally {
      Arrays.fill(base64, (byte) 0);
      Arrays.fill(exact, (byte) 0);
    }
  }

  private static PrivateKey key(Path file, byte[] der) throws InvalidKeyException {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
        // of another kind
      }
    }
    throw new InvalidKeyException(
        file + " holds no key that Java knows: use EC, Ed25519 or RSA, as PKCS#8");
  }

  private static int indexOf(byte[] text, byte[] wanted, int from) {
    for (int i = from; i <= text.length - wanted.length; i++) {
      if (Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
