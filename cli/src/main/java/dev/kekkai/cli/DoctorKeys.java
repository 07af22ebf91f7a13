package dev.kekkai.cli;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldCipher;
import dev.kekkai.formats.envelope.EnvelopeFormatException;
import dev.kekkai.formats.envelope.EnvelopeOpenException;
import dev.kekkai.formats.envelope.EnvelopeOpener;
import dev.kekkai.formats.envelope.EnvelopeSealer;
import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.formats.envelope.SealedEnvelope;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenPrivateKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What {@code kekkai doctor} does with a DEK or an item that is thrown away. */
final class DoctorKeys {
  private static final byte[] TEXT = "kekkai doctor".getBytes(StandardCharsets.US_ASCII);

  private final KekkaiProvider provider;
  private final TokenKey kek;
  private @Nullable WrappedDek wrapped;

  DoctorKeys(KekkaiProvider provider, TokenKey kek) {
    this.provider = provider;
    this.kek = kek;
  }

  String wrap() throws TokenException {
    WrappedDek made = provider.deks().generateWrapped(kek);
    provider.deks().verify(made);
    wrapped = made;
    return made.method().id() + ", " + made.blob().length + " bytes";
  }

  /** As an application seals for a key server, and the key server opens. */
  String seal() throws TokenException, EnvelopeFormatException, EnvelopeOpenException {
    PublicKey publicKey = kek.publicKey();
    if (publicKey == null) {
      throw new TokenException("the token does not tell the public half", false, null);
    }
    PublicKek sealing = new PublicKek(kek.ref().label(), publicKey);
    EncryptionContext context = EncryptionContext.of("doctor");
    String item = new EnvelopeSealer(sealing).seal(TEXT, context);
    byte[] opened =
        new EnvelopeOpener(TokenPrivateKey.of(provider.source(), kek), provider)
            .open(SealedEnvelope.parse(item), context);
    if (!Arrays.equals(opened, TEXT)) {
      throw new TokenException("what was sealed did not come back", false, null);
    }
    return sealing.algorithm().jose() + ", as a key server opens items; an EC KEK wraps no DEKs";
  }

  String encrypt() throws TokenException, GeneralSecurityException {
    if (wrapped == null) {
      throw new IllegalStateException("wrap first");
    }
    FieldCipher cipher = FieldCipher.with(provider);
    EncryptionContext context = EncryptionContext.of("doctor");
    UUID id = UUID.randomUUID();
    DekPolicy policy = DekPolicy.of(provider.source().config());
    try (DekHandle dek = provider.deks().open(wrapped, policy)) {
      DekKey key = new DekKey(provider.source(), dek);
      byte[] token = cipher.encrypt(key, id, TEXT, context);
      if (!Arrays.equals(cipher.decrypt(key, id, token, context), TEXT)) {
        throw new TokenException("what was encrypted did not come back", false, null);
      }
      return "encrypts and decrypts " + dek.engine().describe();
    }
  }
}
