package dev.kekkai.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.cms.CmsDecryptionException;
import dev.kekkai.cli.cms.CmsFormatException;
import dev.kekkai.cli.cms.CmsReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.junit.jupiter.api.Test;

class CmsFuzzTest {
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();

  /** What may come before the content, several times over, and buffers. */
  private static final int HEADER = 1024 * 1024;

  @Test
  void a_cms_is_read_or_refused() throws Exception {
    List<byte[]> good = new ArrayList<>();
    for (String encoding : new String[] {ASN1Encoding.BER, ASN1Encoding.DER}) {
      good.add(sealed(encoding, 1));
      good.add(sealed(encoding, 3));
    }
    byte[] buffer = new byte[64];
    Fuzz.bytes(64, HEADER, Set.of(CmsFormatException.class, CmsDecryptionException.class))
        .run(
            new Mutations(51, good)::input,
            input -> {
              CmsReader reader = CmsReader.open(new ByteArrayInputStream(input));
              long length = 0;
              for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                length += read;
              }
              assertThat(length).isLessThanOrEqualTo(input.length);
              assertThat(reader.tag()).hasSize(16);
            });
  }

  private static byte[] sealed(String encoding, int recipients) throws Exception {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
    pairs.initialize(1024);
    KeyPair pair = pairs.generateKeyPair();
    CMSAuthEnvelopedDataStreamGenerator generator = new CMSAuthEnvelopedDataStreamGenerator();
    generator.setEncoding(encoding);
    for (int i = 0; i < recipients; i++) {
      generator.addRecipientInfoGenerator(
          new JceKeyTransRecipientInfoGenerator(
                  new byte[] {(byte) i},
                  new AlgorithmIdentifier(
                      PKCSObjectIdentifiers.id_RSAES_OAEP, new RSAESOAEPparams()),
                  pair.getPublic())
              .setProvider(BC));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] content = new byte[200];
    try (OutputStream out =
        generator.open(
            bytes,
            content.length,
            (OutputAEADEncryptor)
                new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                    .setProvider(BC)
                    .build())) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
