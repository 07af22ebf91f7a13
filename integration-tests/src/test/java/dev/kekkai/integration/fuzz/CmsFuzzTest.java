package dev.kekkai.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.IntStream;
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

  @Test
  void nesting_without_end_is_refused_as_anything_else() throws Exception {
    byte[] good = sealed(ASN1Encoding.BER, 1);
    ByteArrayOutputStream nested = new ByteArrayOutputStream();
    nested.write(good, 0, indexOf(good, 0xa0, 0x80, 0x04) + 2); // up to the content
    for (int i = 0; i < 200_000; i++) {
      nested.write(0x24);
      nested.write(0x80);
    }
    CmsReader reader = CmsReader.open(new ByteArrayInputStream(nested.toByteArray()));
    assertThatThrownBy(() -> reader.read(new byte[64])).isInstanceOf(CmsDecryptionException.class);
    byte[] header = new byte[60_000];
    for (int i = 0; i < header.length; i += 2) {
      header[i] = 0x30;
      header[i + 1] = (byte) 0x80;
    }
    assertThatThrownBy(() -> CmsReader.open(new ByteArrayInputStream(header)))
        .isInstanceOf(CmsFormatException.class);
  }

  private static int indexOf(byte[] in, int... wanted) {
    for (int i = 0; i <= in.length - wanted.length; i++) {
      int at = i;
      if (IntStream.range(0, wanted.length).allMatch(j -> in[at + j] == (byte) wanted[j])) {
        return i;
      }
    }
    throw new IllegalArgumentException("not there");
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
