package dev.kekkai.benchmarks.contender;

import dev.kekkai.benchmarks.contender.FieldWorks.Codec;
import dev.kekkai.benchmarks.contender.FieldWorks.TextCodec;
import dev.kekkai.config.BulkMode;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldCipher;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekkaiProvider;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/** Kekkai on one token, with {@code bulk} as one configuration says, through JCA alone. */
final class KekkaiContender implements Contender {
  private static final String KEY_WRAP = "AES/KW/NoPadding";

  private final KekkaiProvider provider;
  private final BulkMode bulk;
  private final SecretKey kek;
  private final SecretKey dek;

  private KekkaiContender(KekkaiProvider provider, BulkMode bulk) throws Exception {
    this.provider = provider;
    this.bulk = bulk;
    KeyStore keys = KeyStore.getInstance("Kekkai", provider);
    keys.load(null, null);
    if (!(keys.getKey(BenchToken.KEK, null) instanceof SecretKey found)) {
      throw new IllegalStateException("There is no KEK " + BenchToken.KEK + " on the token");
    }
    kek = found;
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(DekSpec.under(BenchToken.KEK));
    dek = generator.generateKey();
  }

  static KekkaiContender open(Path configuration) throws Exception {
    KekkaiConfig config = KekkaiConfig.load(configuration);
    return new KekkaiContender(KekkaiProvider.of(config), config.bulk().mode());
  }

  @Override
  public String version() {
    return String.format(
        Locale.ROOT,
        "Kekkai %s (binding %s)",
        provider.getVersionStr(),
        System.getProperty("kekkai.binding", "auto"));
  }

  @Override
  public Optional<Work> work(Operation operation, int bytes) throws Exception {
    return switch (operation) {
      case WRAP -> Optional.of(wrapping());
      case UNWRAP_HANDLE -> bulk == BulkMode.HSM ? Optional.of(unwrapping()) : Optional.empty();
      case UNWRAP_SOFTWARE ->
          bulk == BulkMode.SOFTWARE ? Optional.of(unwrapping()) : Optional.empty();
      case ENCRYPT, ENCRYPT_IV, DECRYPT, ENCRYPT_DIRECT, DECRYPT_DIRECT ->
          new GcmWorks(provider, dek).work(operation, bytes);
      case FIELD_ENCRYPT, FIELD_DECRYPT -> FieldWorks.work(operation, bytes, codec());
      case FIELD_ENCRYPT_TEXT, FIELD_DECRYPT_TEXT -> FieldWorks.work(operation, bytes, textCodec());
      case WRAP_ALONE, UNWRAP_ALONE -> Optional.empty();
    };
  }

  private Work wrapping() throws Exception {
    SecretKey key = SoftwareKey.fresh();
    Cipher cipher = keyWrap(Cipher.WRAP_MODE);
    Key back = keyWrap(Cipher.UNWRAP_MODE).unwrap(cipher.wrap(key), "AES", Cipher.SECRET_KEY);
    KeyProof.same(key, (SecretKey) back, provider);
    ((SecretKey) back).destroy();
    return () -> cipher.wrap(key);
  }

  private Work unwrapping() throws Exception {
    SecretKey key = SoftwareKey.fresh();
    byte[] blob = keyWrap(Cipher.WRAP_MODE).wrap(key);
    Cipher cipher = keyWrap(Cipher.UNWRAP_MODE);
    SecretKey first = (SecretKey) cipher.unwrap(blob, "AES", Cipher.SECRET_KEY);
    KeyProof.same(key, first, provider);
    first.destroy();
    return () -> {
      SecretKey unwrapped = (SecretKey) cipher.unwrap(blob, "AES", Cipher.SECRET_KEY);
      unwrapped.destroy();
      return unwrapped;
    };
  }

  private Cipher keyWrap(int mode) throws Exception {
    Cipher cipher = Cipher.getInstance(KEY_WRAP, provider);
    cipher.init(mode, kek);
    return cipher;
  }

  private Codec codec() throws Exception {
    FieldCipher fields = FieldCipher.with(provider);
    UUID id = UUID.randomUUID();
    EncryptionContext context = EncryptionContext.of("users", "otp_secret", "alice");
    return new Codec() {
      @Override
      public byte[] encrypt(byte[] plain) throws Exception {
        return fields.encrypt(dek, id, plain, context);
      }

      @Override
      public byte[] decrypt(byte[] sealed) throws Exception {
        return fields.decrypt(dek, id, sealed, context);
      }
    };
  }

  private TextCodec textCodec() throws Exception {
    FieldCipher fields = FieldCipher.with(provider);
    UUID id = UUID.randomUUID();
    EncryptionContext context = EncryptionContext.of("users", "otp_secret", "alice");
    return new TextCodec() {
      @Override
      public String encrypt(byte[] plain) throws Exception {
        return fields.encryptToBase64Url(dek, id, plain, context);
      }

      @Override
      public byte[] decrypt(String sealed) throws Exception {
        return fields.decrypt(dek, id, sealed, context);
      }
    };
  }

  @Override
  public void close() {
    provider.close();
  }
}
