package dev.kekkai.benchmarks.contender;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import dev.kekkai.benchmarks.contender.FieldWorks.Codec;
import java.security.GeneralSecurityException;

/**
 * Tink with a held key, and Tink's envelope with a KEK in software, so that no HSM is in the way.
 */
final class TinkContenders {
  private TinkContenders() {}

  static Contender heldKey() throws GeneralSecurityException {
    return new FieldContender(
        named("AesGcmJce"), new AeadCodec(new AesGcmJce(SoftwareKey.bytes())));
  }

  static Contender envelope() throws GeneralSecurityException {
    AeadConfig.register();
    Aead kek = new AesGcmJce(SoftwareKey.bytes());
    return new FieldContender(
        named("KmsEnvelopeAead"),
        new AeadCodec(KmsEnvelopeAead.create(PredefinedAeadParameters.AES256_GCM, kek)));
  }

  private static String named(String type) {
    return Libraries.version("Tink", "tink", AesGcmJce.class) + " " + type;
  }

  private record AeadCodec(Aead aead) implements Codec {
    @Override
    public byte[] encrypt(byte[] plain) throws GeneralSecurityException {
      return aead.encrypt(plain, FieldWorks.CONTEXT);
    }

    @Override
    public byte[] decrypt(byte[] sealed) throws GeneralSecurityException {
      return aead.decrypt(sealed, FieldWorks.CONTEXT);
    }
  }
}
