package dev.kekkai.benchmarks.contender;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/** A field of a table, bytes in and bytes out, the way each contender writes it. */
final class FieldWorks {
  /** As long as what the others authenticate as context. */
  static final byte[] CONTEXT = "users/otp_secret/alice".getBytes(StandardCharsets.UTF_8);

  private FieldWorks() {}

  /** One contender's way. */
  interface Codec {
    byte[] encrypt(byte[] plain) throws Exception;

    byte[] decrypt(byte[] sealed) throws Exception;
  }

  /** One contender's way in text. */
  interface TextCodec {
    String encrypt(byte[] plain) throws Exception;

    byte[] decrypt(String sealed) throws Exception;
  }

  static Optional<Work> work(Operation operation, int bytes, TextCodec codec) throws Exception {
    byte[] plain = new byte[bytes];
    Arrays.fill(plain, (byte) 'x');
    String sealed = codec.encrypt(plain);
    if (!Arrays.equals(plain, codec.decrypt(sealed))) {
      throw new GeneralSecurityException("What was encrypted does not decrypt");
    }
    return switch (operation) {
      case FIELD_ENCRYPT_TEXT -> Optional.of(() -> codec.encrypt(plain));
      case FIELD_DECRYPT_TEXT -> Optional.of(() -> codec.decrypt(sealed));
      default -> Optional.empty();
    };
  }

  static Optional<Work> work(Operation operation, int bytes, Codec codec) throws Exception {
    byte[] plain = new byte[bytes];
    Arrays.fill(plain, (byte) 'x');
    byte[] sealed = codec.encrypt(plain);
    if (!Arrays.equals(plain, codec.decrypt(sealed))) {
      throw new GeneralSecurityException("What was encrypted does not decrypt");
    }
    return switch (operation) {
      case FIELD_ENCRYPT -> Optional.of(() -> codec.encrypt(plain));
      case FIELD_DECRYPT -> Optional.of(() -> codec.decrypt(sealed));
      default -> Optional.empty();
    };
  }
}
