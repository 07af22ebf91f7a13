package dev.kekkai.benchmarks.contender;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.CryptoMaterialsManager;
import com.amazonaws.encryptionsdk.caching.CachingCryptoMaterialsManager;
import com.amazonaws.encryptionsdk.caching.LocalCryptoMaterialsCache;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import dev.kekkai.benchmarks.contender.FieldWorks.Codec;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The AWS Encryption SDK with a master key in software and its caching materials manager: data keys
 * are held, as Kekkai holds a DEK. With key commitment, which it always has now, without signature.
 */
final class AwsContender implements Codec {
  private static final Map<String, String> CONTEXT =
      Map.of("table", "users", "column", "otp_secret", "row", "alice");

  private final AwsCrypto crypto =
      AwsCrypto.builder()
          .withCommitmentPolicy(CommitmentPolicy.RequireEncryptRequireDecrypt)
          .withEncryptionAlgorithm(CryptoAlgorithm.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY)
          .build();
  private final CryptoMaterialsManager materials =
      CachingCryptoMaterialsManager.newBuilder()
          .withMasterKeyProvider(
              JceMasterKey.getInstance(SoftwareKey.fresh(), "bench", "bench", "AES/GCM/NoPadding"))
          .withCache(new LocalCryptoMaterialsCache(100))
          .withMaxAge(1, TimeUnit.HOURS)
          .withMessageUseLimit(1L << 32)
          .build();

  static Contender contender() {
    return new FieldContender(
        Libraries.version("AWS Encryption SDK", "aws-encryption-sdk-java", AwsCrypto.class)
            + " caching",
        new AwsContender());
  }

  @Override
  public byte[] encrypt(byte[] plain) {
    return crypto.encryptData(materials, plain, CONTEXT).getResult();
  }

  @Override
  public byte[] decrypt(byte[] sealed) {
    return crypto.decryptData(materials, sealed).getResult();
  }
}
