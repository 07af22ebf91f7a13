package dev.kekkai.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cli.cms.CmsDecryptionException;
import dev.kekkai.cli.cms.CmsFormatException;
import dev.kekkai.cli.cms.CmsReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
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
      good.add(sealedByName(encoding));
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

  private static KeyPair pair() throws Exception {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
    pairs.initialize(1024);
    return pairs.generateKeyPair();
  }

  private static AlgorithmIdentifier oaep(RSAESOAEPparams parameters) {
    return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSAES_OAEP, parameters);
  }

  private static byte[] sealed(String encoding, int recipients) throws Exception {
    KeyPair pair = pair();
    CMSAuthEnvelopedDataStreamGenerator generator = new CMSAuthEnvelopedDataStreamGenerator();
    for (int i = 0; i < recipients; i++) {
      generator.addRecipientInfoGenerator(
          new JceKeyTransRecipientInfoGenerator(
                  new byte[] {(byte) i}, oaep(new RSAESOAEPparams()), pair.getPublic())
              .setProvider(BC));
    }
    return sealed(encoding, generator);
  }

  /** For one who is named by his certificate, with every parameter of OAEP. */
  private static byte[] sealedByName(String encoding) throws Exception {
    KeyPair pair = pair();
    X500Name name = new X500Name("CN=cards.v1");
    X509CertificateHolder certificate =
        new JcaX509v3CertificateBuilder(
                name, BigInteger.valueOf(4711), new Date(0), new Date(1), name, pair.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()));
    AlgorithmIdentifier sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    RSAESOAEPparams parameters =
        new RSAESOAEPparams(
            sha256,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha256),
            new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_pSpecified, new DEROctetString(new byte[1])));
    CMSAuthEnvelopedDataStreamGenerator generator = new CMSAuthEnvelopedDataStreamGenerator();
    generator.addRecipientInfoGenerator(
        new JceKeyTransRecipientInfoGenerator(
                new JcaX509CertificateConverter().getCertificate(certificate), oaep(parameters))
            .setProvider(BC));
    return sealed(encoding, generator);
  }

  private static byte[] sealed(String encoding, CMSAuthEnvelopedDataStreamGenerator generator)
      throws Exception {
    generator.setEncoding(encoding);
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
