package dev.kekkai.provider.spi;

import dev.kekkai.config.AliasStyle;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.KekKey;
import dev.kekkai.provider.keys.TokenPrivateKey;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.spi.agree.EcdhAgreement;
import dev.kekkai.provider.spi.gcm.GcmCipher;
import dev.kekkai.provider.spi.keys.AesGenerator;
import dev.kekkai.provider.spi.keys.DekFactory;
import dev.kekkai.provider.spi.keys.IndexKeyGenerator;
import dev.kekkai.provider.spi.keys.TokenKeyPairGenerator;
import dev.kekkai.provider.spi.keys.TokenKeyStore;
import dev.kekkai.provider.spi.sign.IndexMac;
import dev.kekkai.provider.spi.sign.SealSignature;
import dev.kekkai.provider.spi.sign.TokenRandom;
import dev.kekkai.provider.spi.support.SpiContext;
import dev.kekkai.provider.spi.wrap.KeyWrapCipher;
import dev.kekkai.provider.spi.wrap.OaepCipher;
import java.security.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The table of services. What is offered follows from configuration and profile, not from whether
 * the HSM answers today; with {@code profile = auto} everything is.
 */
public final class ServiceCatalog {
  private static final List<ServiceRow> ROWS =
      List.of(
          gcm("AES/GCM/NoPadding"),
          gcm("AES_256/GCM/NoPadding").alias(oid("2.16.840.1.101.3.4.1.46")),
          keyWrap("AES/KW/NoPadding", WrapMethod.RFC3394)
              .alias("AESWrap")
              .when(ServiceNeeds::rfc3394),
          keyWrap("AES_256/KW/NoPadding", WrapMethod.RFC3394)
              .alias(oid("2.16.840.1.101.3.4.1.45", "AESWrap_256"))
              .when(ServiceNeeds::rfc3394),
          keyWrap("AES/KWP/NoPadding", WrapMethod.RFC5649)
              .alias("AESWrapPad")
              .when(ServiceNeeds::rfc5649),
          keyWrap("AES_256/KWP/NoPadding", WrapMethod.RFC5649)
              .alias(oid("2.16.840.1.101.3.4.1.48", "AESWrapPad_256"))
              .when(ServiceNeeds::rfc5649),
          oaep("RSA/ECB/OAEPPadding", "SHA-1")
              .alias(oid("1.2.840.113549.1.1.7"))
              .when(ServiceNeeds::oaep),
          oaep("RSA/ECB/OAEPWithSHA-1AndMGF1Padding", "SHA-1")
              .alias("RSA/ECB/OAEPWithSHA1AndMGF1Padding")
              .when(digest("SHA-1")),
          oaep("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", "SHA-256").when(digest("SHA-256")),
          parameters("GCM").alias(oid("2.16.840.1.101.3.4.1.46")),
          parameters("OAEP").alias(oid("1.2.840.113549.1.1.7")),
          ServiceRow.of("KeyStore", "Kekkai", TokenKeyStore.class, TokenKeyStore::new),
          ServiceRow.of("KeyGenerator", "AES", AesGenerator.class, AesGenerator::new),
          ServiceRow.of(
              "KeyGenerator", "HmacSHA256", IndexKeyGenerator.class, IndexKeyGenerator::new),
          ServiceRow.of(
              "KeyPairGenerator", "RSA", TokenKeyPairGenerator.class, TokenKeyPairGenerator::rsa),
          ServiceRow.of(
              "KeyPairGenerator", "EC", TokenKeyPairGenerator.class, TokenKeyPairGenerator::ec),
          ServiceRow.of("SecretKeyFactory", "AES", DekFactory.class, DekFactory::new),
          ServiceRow.of("KeyAgreement", "ECDH", EcdhAgreement.class, EcdhAgreement::new)
              .keys(TokenPrivateKey.Ec.class)
              .when(ServiceNeeds::readableEcdh),
          seal("SHA256withECDSA", "SHA-256").alias(oid("1.2.840.10045.4.3.2")),
          seal("SHA384withECDSA", "SHA-384").alias(oid("1.2.840.10045.4.3.3")),
          ServiceRow.of("Mac", "HmacSHA256", IndexMac.class, IndexMac::new)
              .alias(oid("1.2.840.113549.2.9"))
              .keys(KekKey.class));

  /** Offered beside the table when {@code aliases = pkcs11}. */
  private static final ServiceRow PKCS11_STORE =
      ServiceRow.of("KeyStore", "PKCS11", TokenKeyStore.class, TokenKeyStore::new);

  private static final ServiceRow RANDOM =
      ServiceRow.of("SecureRandom", "Kekkai", TokenRandom.class, TokenRandom::new);

  private ServiceCatalog() {}

  /**
   * The services to register.
   *
   * @param provider whose they are
   * @param context what they need of it
   * @return in the order of the table, without the random generator
   */
  public static List<Provider.Service> services(Provider provider, SpiContext context) {
    KekkaiConfig config = context.source().config();
    HsmProfile profile = config.token().profile().profile().orElse(null);
    List<ServiceRow> stores =
        config.aliases() == AliasStyle.PKCS11 ? List.of(PKCS11_STORE) : List.of();
    return Stream.concat(ROWS.stream(), stores.stream())
        .filter(row -> profile == null || row.need().test(profile))
        .map(row -> (Provider.Service) new KekkaiService(provider, row, context))
        .toList();
  }

  /**
   * The random generator. It is not to be registered but to be found by name: the JVM takes the
   * first one registered with its first provider as the default of {@code new SecureRandom()}.
   *
   * @param provider whose it is
   * @param context what it needs of it
   * @return the service
   */
  public static Provider.Service random(Provider provider, SpiContext context) {
    return new KekkaiService(provider, RANDOM, context);
  }

  private static ServiceRow gcm(String algorithm) {
    return ServiceRow.of("Cipher", algorithm, GcmCipher.class, GcmCipher::new)
        .keys(DekKey.class)
        .when(ServiceNeeds::gcm);
  }

  private static ServiceRow keyWrap(String algorithm, WrapMethod method) {
    return ServiceRow.of(
            "Cipher", algorithm, KeyWrapCipher.class, c -> new KeyWrapCipher(c, method))
        .keys(KekKey.class);
  }

  private static ServiceRow oaep(String algorithm, String digest) {
    return ServiceRow.of("Cipher", algorithm, OaepCipher.class, c -> new OaepCipher(c, digest))
        .keys(TokenPrivateKey.Rsa.class);
  }

  private static ServiceRow parameters(String algorithm) {
    return ServiceRow.of(
        "AlgorithmParameters",
        algorithm,
        DelegatedParameters.class,
        c -> new DelegatedParameters(algorithm));
  }

  private static ServiceRow seal(String algorithm, String digest) {
    return ServiceRow.of(
            "Signature", algorithm, SealSignature.class, c -> new SealSignature(c, digest))
        .keys(TokenPrivateKey.Ec.class);
  }

  private static Predicate<HsmProfile> digest(String name) {
    return p -> p.oaep().hashes().contains(name);
  }

  /** An OID is asked for with and without its prefix. */
  private static String[] oid(String oid, String... others) {
    return Stream.concat(Stream.of(oid, "OID." + oid), Arrays.stream(others))
        .toArray(String[]::new);
  }
}
