package dev.kekkai.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.matrix.NotSupported;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.KEKRecipientInfoGenerator;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKEKAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKEKEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.GenericKey;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.operator.SymmetricKeyWrapper;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;
import org.junit.jupiter.api.Test;

/** Bouncy Castle's CMS, unchanged, opens with the KEK in the token what it sealed in software. */
class CmsTest extends TokenContract {
  private static final Provider BC = new BouncyCastleProvider();
  private static final byte[] TEXT = "the quick brown fox".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ID = {1, 2, 3};

  private KeyPair pair;
  private SecretKey kek;

  @Override
  protected String[] overrides() {
    return new String[] {"kek", "cms"};
  }

  @Override
  protected void prepare() throws Exception {
    kek = null;
    make(usualKek("cms"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider());
    generator.initialize(KekSpec.rsa(freshName(), 2048));
    pair = generator.generateKeyPair();
  }

  @Test
  void an_enveloped_data_with_a_kek_recipient_opens() throws Exception {
    JceKEKEnvelopedRecipient recipient = new JceKEKEnvelopedRecipient(kek());
    recipient.setProvider(provider());
    assertThat(openEnveloped(enveloped(kekRecipient()), recipient)).isEqualTo(TEXT);
  }

  @Test
  void an_auth_enveloped_data_with_a_kek_recipient_opens() throws Exception {
    JceKEKAuthEnvelopedRecipient recipient = new JceKEKAuthEnvelopedRecipient(kek());
    recipient.setProvider(provider());
    assertThat(openAuthEnveloped(authEnveloped(kekRecipient()), recipient)).isEqualTo(TEXT);
  }

  @Test
  void an_enveloped_data_with_an_rsa_oaep_recipient_opens() throws Exception {
    JceKeyTransEnvelopedRecipient recipient = new JceKeyTransEnvelopedRecipient(privateKey());
    recipient.setProvider(provider());
    assertThat(openEnveloped(enveloped(rsaRecipient("SHA-1")), recipient)).isEqualTo(TEXT);
  }

  @Test
  void an_auth_enveloped_data_with_an_rsa_oaep_recipient_opens() throws Exception {
    JceKeyTransAuthEnvelopedRecipient recipient =
        new JceKeyTransAuthEnvelopedRecipient(privateKey());
    recipient.setProvider(provider());
    assertThat(openAuthEnveloped(authEnveloped(rsaRecipient("SHA-1")), recipient)).isEqualTo(TEXT);
  }

  @Test
  void an_auth_enveloped_data_with_an_rsa_oaep_256_recipient_opens() throws Exception {
    JceKeyTransAuthEnvelopedRecipient recipient =
        new JceKeyTransAuthEnvelopedRecipient(privateKey());
    recipient.setProvider(provider());
    byte[] message = authEnveloped(rsaRecipient("SHA-256"));
    if (!provider().source().get().profile().oaep().hashes().contains("SHA-256")) {
      assertThatThrownBy(() -> openAuthEnveloped(message, recipient))
          .isInstanceOf(CMSException.class);
      throw NotSupported.on(token(), "RSA-OAEP with SHA-256");
    }
    assertThat(openAuthEnveloped(message, recipient)).isEqualTo(TEXT);
  }

  @Test
  void a_damaged_message_does_not_open() throws Exception {
    byte[] message = authEnveloped(kekRecipient());
    message[message.length - 20] ^= 1;
    JceKEKAuthEnvelopedRecipient recipient = new JceKEKAuthEnvelopedRecipient(kek());
    recipient.setProvider(provider());
    assertThatThrownBy(() -> openAuthEnveloped(message, recipient)).isInstanceOf(Exception.class);
  }

  @Test
  void content_by_aes_cbc_does_not_open_for_a_dek_is_good_for_gcm_only() throws Exception {
    CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(kekRecipient());
    byte[] message =
        generator
            .generate(
                new CMSProcessableByteArray(TEXT),
                new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).setProvider(BC).build())
            .getEncoded();
    JceKEKEnvelopedRecipient recipient = new JceKEKEnvelopedRecipient(kek());
    recipient.setProvider(provider());
    assertThatThrownBy(() -> openEnveloped(message, recipient)).isInstanceOf(CMSException.class);
  }

  /** Only where it is asked for: not every module can have one. */
  private SecretKey kek() throws GeneralSecurityException {
    if (kek == null) {
      KeyGenerator generator = KeyGenerator.getInstance("AES", provider());
      generator.init(KekSpec.aes(freshName()));
      kek = generator.generateKey();
    }
    return kek;
  }

  private PrivateKey privateKey() {
    return pair.getPrivate();
  }

  private static byte[] openEnveloped(byte[] message, Recipient recipient) throws CMSException {
    return new CMSEnvelopedData(message)
        .getRecipientInfos()
        .getRecipients()
        .iterator()
        .next()
        .getContent(recipient);
  }

  private static byte[] openAuthEnveloped(byte[] message, Recipient recipient) throws CMSException {
    return new CMSAuthEnvelopedData(message)
        .getRecipientInfos()
        .getRecipients()
        .iterator()
        .next()
        .getContent(recipient);
  }

  private static byte[] enveloped(RecipientInfoGenerator recipient) throws Exception {
    CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(recipient);
    return generator.generate(new CMSProcessableByteArray(TEXT), aes256Gcm()).getEncoded();
  }

  private static byte[] authEnveloped(RecipientInfoGenerator recipient) throws Exception {
    CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(recipient);
    return generator
        .generate(new CMSProcessableByteArray(TEXT), (OutputAEADEncryptor) aes256Gcm())
        .getEncoded();
  }

  private static OutputEncryptor aes256Gcm() throws CMSException {
    return new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM).setProvider(BC).build();
  }

  private RecipientInfoGenerator kekRecipient() {
    return new KEKRecipientInfoGenerator(
        new org.bouncycastle.asn1.cms.KEKIdentifier(ID, null, null), new TokenWrapper()) {};
  }

  private RecipientInfoGenerator rsaRecipient(String digest) throws Exception {
    AlgorithmIdentifier oaep =
        new JcaAlgorithmParametersConverter()
            .getAlgorithmIdentifier(
                org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.id_RSAES_OAEP,
                new javax.crypto.spec.OAEPParameterSpec(
                    digest,
                    "MGF1",
                    new java.security.spec.MGF1ParameterSpec(digest),
                    javax.crypto.spec.PSource.PSpecified.DEFAULT));
    return new JceKeyTransRecipientInfoGenerator(ID, oaep, pair.getPublic()).setProvider(BC);
  }

  /** Bouncy Castle's own looks at the bytes of the KEK, which there are none of. */
  private final class TokenWrapper extends SymmetricKeyWrapper {
    TokenWrapper() {
      super(new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap));
    }

    @Override
    public byte[] generateWrappedKey(GenericKey key) {
      try {
        Cipher cipher = Cipher.getInstance("AESWrap", provider());
        cipher.init(Cipher.WRAP_MODE, kek());
        Object value = key.getRepresentation();
        return cipher.wrap(value instanceof Key k ? k : new SecretKeySpec((byte[]) value, "ENC"));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }
}
