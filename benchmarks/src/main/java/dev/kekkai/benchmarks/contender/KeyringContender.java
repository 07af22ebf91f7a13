package dev.kekkai.benchmarks.contender;

import dev.kekkai.benchmarks.contender.FieldWorks.Codec;
import dev.kekkai.benchmarks.contender.FieldWorks.TextCodec;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.jdbc.StoreDatabase;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.provider.KekkaiProvider;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Kekkai's fields as an application gets them from a keyring: the DEK by its name or by the token,
 * its uses out of the budget in the store.
 */
final class KeyringContender implements Contender {
  private static final String DEK = "users";
  private static final EncryptionContext CONTEXT =
      EncryptionContext.of("users", "otp_secret", "alice");

  private final KekkaiProvider provider;
  private final StoreDatabase database;
  private final Keyring keyring;

  private KeyringContender(KekkaiProvider provider, StoreDatabase database) throws Exception {
    this.provider = provider;
    this.database = database;
    this.keyring = new Keyring(provider, database.deks(), database.keks());
    keyring.ensure(DEK);
  }

  static KeyringContender open(Path folder, Path configuration) throws Exception {
    KekkaiConfig config = KekkaiConfig.load(configuration);
    Path store = folder.resolve("keyring-" + UUID.randomUUID());
    return new KeyringContender(
        KekkaiProvider.of(config),
        StoreDatabase.open("jdbc:h2:file:" + store + ";WRITE_DELAY=0", config.environment()));
  }

  @Override
  public String version() {
    return "Kekkai " + provider.getVersionStr() + " keyring";
  }

  @Override
  public Optional<Work> work(Operation operation, int bytes) throws Exception {
    return switch (operation) {
      case FIELD_ENCRYPT, FIELD_DECRYPT -> FieldWorks.work(operation, bytes, codec());
      case FIELD_ENCRYPT_TEXT, FIELD_DECRYPT_TEXT -> FieldWorks.work(operation, bytes, textCodec());
      default -> Optional.empty();
    };
  }

  private Codec codec() {
    return new Codec() {
      @Override
      public byte[] encrypt(byte[] plain) throws Exception {
        return keyring.encryptToBytes(DEK, plain, CONTEXT);
      }

      @Override
      public byte[] decrypt(byte[] sealed) throws Exception {
        return keyring.decrypt(sealed, CONTEXT);
      }
    };
  }

  private TextCodec textCodec() {
    return new TextCodec() {
      @Override
      public String encrypt(byte[] plain) throws Exception {
        return keyring.encrypt(DEK, plain, CONTEXT);
      }

      @Override
      public byte[] decrypt(String sealed) throws Exception {
        return keyring.decrypt(sealed, CONTEXT);
      }
    };
  }

  @Override
  public void close() {
    keyring.close();
    database.close();
    provider.close();
  }
}
