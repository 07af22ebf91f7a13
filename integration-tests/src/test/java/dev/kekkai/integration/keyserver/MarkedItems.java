package dev.kekkai.integration.keyserver;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.PublicKek;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * Items whose DEKs and values are known: all DEKs have one second half, and all values one middle,
 * so that one search finds any of them.
 */
final class MarkedItems {
  private static final int DEK_BYTES = 32;
  private static final int MARK_BYTES = 16;

  /** A multiple of 3, so that it is by itself in base64 where it begins at one. */
  private static final int VALUE_MARK_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final byte[] dekMark = bytes(MARK_BYTES);
  private final byte[] valueMark = bytes(VALUE_MARK_BYTES);

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What to look for: both as they are, and as they are in answers and in the JDK's AES. */
  List<Secret> secrets() {
    return List.of(dek(), value(), valueInBase64(), dekInWords());
  }

  Secret dek() {
    return new Secret("DEK", dekMark);
  }

  Secret value() {
    return new Secret("value", valueMark);
  }

  Secret valueInBase64() {
    return new Secret("value in base64", Base64.getUrlEncoder().encode(valueMark));
  }

  /** The last four words of a DEK, as a key schedule begins with: an {@code int[]}. */
  private Secret dekInWords() {
    ByteBuffer words = ByteBuffer.allocate(MARK_BYTES).order(ByteOrder.nativeOrder());
    ByteBuffer marks = ByteBuffer.wrap(dekMark);
    while (marks.hasRemaining()) {
      words.putInt(marks.getInt());
    }
    return new Secret("DEK in a key schedule", words.array());
  }

  /** A value: the mark, followed by random bytes. */
  byte[] newValue(int length) {
    byte[] value = bytes(length);
    System.arraycopy(valueMark, 0, value, 0, VALUE_MARK_BYTES);
    return value;
  }

  /** Seals a value, as anybody can who chooses the DEK. */
  String seal(PublicKek kek, byte[] value, EncryptionContext context) throws Exception {
    byte[] dek = bytes(DEK_BYTES);
    System.arraycopy(dekMark, 0, dek, DEK_BYTES - MARK_BYTES, MARK_BYTES);
    SecretKeySpec key = new SecretKeySpec(dek, "AES");
    boolean rsa = kek.key() instanceof RSAPublicKey;
    JWEObject jwe =
        new JWEObject(
            new JWEHeader.Builder(
                    rsa ? JWEAlgorithm.RSA_OAEP_256 : JWEAlgorithm.ECDH_ES_A256KW,
                    EncryptionMethod.A256GCM)
                .keyID(kek.kid())
                .customParam("ctx", context.parts())
                .build(),
            new Payload(value));
    jwe.encrypt(
        rsa
            ? new RSAEncrypter((RSAPublicKey) kek.key(), key)
            : new ECDHEncrypter((ECPublicKey) kek.key(), key));
    Arrays.fill(dek, (byte) 0);
    return jwe.serialize();
  }
}
