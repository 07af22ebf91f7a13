package dev.kekkai.cli.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.keys.WrapMethod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers whose parts Bouncy Castle reads only when it is asked for them. */
class HostileHeaderTest {
  private static final X500Name NAME = new X500Name("CN=cards.v1");
  private static final BigInteger SERIAL = BigInteger.valueOf(4711);
  private static final byte[] KEY_ID = {1, 2, 3, 4};
  private static final ASN1Encodable SHA_256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
  private static final ASN1Encodable BY_NAME = sequence(NAME, new ASN1Integer(SERIAL));
  private static final ASN1Encodable BY_KEY_ID =
      new DERTaggedObject(false, 0, new DEROctetString(KEY_ID));
  private static final KekIdentity KEK = new KekIdentity(KEY_ID, NAME, SERIAL);

  /** What other values bytes get: tags, lengths and what begins a negative number. */
  private static final int[] BYTES = {
    0, 1, 2, 3, 4, 5, 6, 0x0c, 0x13, 0x23, 0x24, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x84, 0xa0, 0xa1,
    0xa2, 0xa3, 0xff
  };

  private static DERSequence sequence(ASN1Encodable... parts) {
    return new DERSequence(parts);
  }

  private static ASN1Encodable tagged(int number, ASN1Encodable of) {
    return new DERTaggedObject(true, number, of);
  }

  private static byte[] cms(ASN1Encodable id, ASN1Encodable oaepParameters) throws IOException {
    ASN1EncodableVector algorithm = new ASN1EncodableVector();
    algorithm.add(PKCSObjectIdentifiers.id_RSAES_OAEP);
    algorithm.add(oaepParameters);
    ASN1Encodable recipient =
        sequence(
            new ASN1Integer(0), id, new DERSequence(algorithm), new DEROctetString(new byte[256]));
    ASN1Encodable content =
        sequence(
            CMSObjectIdentifiers.data,
            new AlgorithmIdentifier(
                NISTObjectIdentifiers.id_aes256_GCM, new GCMParameters(new byte[12], 16)),
            new DERTaggedObject(false, 0, new DEROctetString(new byte[20])));
    return sequence(
            CMSObjectIdentifiers.authEnvelopedData,
            tagged(
                0,
                sequence(
                    new ASN1Integer(0),
                    new DERSet(recipient),
                    content,
                    new DEROctetString(new byte[16]))))
        .getEncoded(ASN1Encoding.DER);
  }

  private static CmsReader open(byte[] cms) throws IOException, CmsFormatException {
    return CmsReader.open(new ByteArrayInputStream(cms));
  }

  private static ASN1Encodable oaep() {
    return sequence(
        tagged(0, SHA_256), tagged(1, sequence(PKCSObjectIdentifiers.id_mgf1, SHA_256)), pSource());
  }

  private static ASN1Encodable pSource() {
    return tagged(
        2, sequence(PKCSObjectIdentifiers.id_pSpecified, new DEROctetString(new byte[0])));
  }

  @Test
  void a_header_in_order_is_read_and_means_the_kek() throws Exception {
    for (ASN1Encodable id : new ASN1Encodable[] {BY_NAME, BY_KEY_ID}) {
      KeyTransport recipient = open(cms(id, oaep())).recipients().get(0);
      assertThat(KEK.isMeantBy(recipient)).isTrue();
      assertThat(Oaep.of(recipient.algorithm()).method()).isEqualTo(WrapMethod.RSA_OAEP_SHA256);
    }
  }

  static Stream<Arguments> ids() {
    return Stream.of(
        Arguments.of("a number", new ASN1Integer(1)),
        Arguments.of("a text", new DERUTF8String("cards.v1")),
        Arguments.of("nothing", sequence()),
        Arguments.of("no serial number", sequence(NAME)),
        Arguments.of("a serial number that is none", sequence(NAME, new DERUTF8String("4711"))),
        Arguments.of("a name that is none", sequence(new ASN1Integer(1), new ASN1Integer(SERIAL))),
        Arguments.of("a key id that is none", tagged(0, new ASN1Integer(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ids")
  void a_recipient_that_is_named_by_what_is_no_name_is_refused(String what, ASN1Encodable id)
      throws Exception {
    byte[] cms = cms(id, oaep());
    assertThatThrownBy(() -> open(cms))
        .isInstanceOf(CmsFormatException.class)
        .hasMessageContaining("Not a CMS AuthEnvelopedData: it is damaged");
  }

  static Stream<Arguments> parameters() {
    ASN1Encodable hash = tagged(0, SHA_256);
    ASN1Encodable mgf = tagged(1, sequence(PKCSObjectIdentifiers.id_mgf1, SHA_256));
    return Stream.of(
        Arguments.of("a number", new ASN1Integer(1)),
        Arguments.of("null", DERNull.INSTANCE),
        Arguments.of("without tags", sequence(SHA_256)),
        Arguments.of("an unknown tag", sequence(tagged(7, SHA_256))),
        Arguments.of("a hash that is none", sequence(tagged(0, new ASN1Integer(1)))),
        Arguments.of(
            "mgf1 without a hash",
            sequence(hash, tagged(1, sequence(PKCSObjectIdentifiers.id_mgf1)))),
        Arguments.of(
            "mgf1 with a hash that is none",
            sequence(hash, tagged(1, sequence(PKCSObjectIdentifiers.id_mgf1, new ASN1Integer(1))))),
        Arguments.of(
            "a label without a value",
            sequence(hash, mgf, tagged(2, sequence(PKCSObjectIdentifiers.id_pSpecified)))),
        Arguments.of(
            "a label that is none",
            sequence(
                hash,
                mgf,
                tagged(2, sequence(PKCSObjectIdentifiers.id_pSpecified, new ASN1Integer(1))))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("parameters")
  void oaep_with_damaged_parameters_is_refused(String what, ASN1Encodable parameters)
      throws Exception {
    KeyTransport recipient = open(cms(BY_NAME, parameters)).recipients().get(0);
    assertThatThrownBy(() -> Oaep.of(recipient.algorithm()))
        .isInstanceOf(CmsFormatException.class)
        .hasMessageContaining("by RSA-OAEP with parameters that are damaged or incomplete");
  }

  @Test
  void whatever_a_byte_becomes_nothing_else_is_thrown() throws Exception {
    int refused = 0;
    for (ASN1Encodable id : new ASN1Encodable[] {BY_NAME, BY_KEY_ID}) {
      byte[] good = cms(id, oaep());
      for (int at = 0; at < good.length; at++) {
        byte was = good[at];
        int[] flips = IntStream.range(0, 8).map(bit -> was ^ (1 << bit)).toArray();
        for (int other : IntStream.concat(IntStream.of(BYTES), IntStream.of(flips)).toArray()) {
          byte[] bad = good.clone();
          bad[at] = (byte) other;
          refused += isRefused(bad) ? 1 : 0;
        }
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  void a_recipient_nested_as_deep_as_a_header_has_room_is_refused() {
    byte[] begin = HexFormat.of().parseHex("3080060b2a864886f70d0109100117a08030800201003180");
    ByteBuffer cms = ByteBuffer.allocate(60_000).put(begin);
    while (cms.remaining() >= 4) {
      cms.put((byte) 0x30).put((byte) 0x82).putShort((short) (cms.remaining() - 2));
    }
    assertThatThrownBy(() -> open(cms.array())).isInstanceOf(CmsFormatException.class);
  }

  private static boolean isRefused(byte[] cms) throws IOException {
    try {
      for (KeyTransport recipient : open(cms).recipients()) {
        assertThatCode(() -> KEK.isMeantBy(recipient)).doesNotThrowAnyException();
        Oaep.of(recipient.algorithm());
      }
      return false;
    } catch (CmsFormatException e) {
      return true;
    }
  }
}
