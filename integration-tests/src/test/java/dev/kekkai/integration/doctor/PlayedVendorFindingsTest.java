package dev.kekkai.integration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.testkit.PlayedVendors;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Doctor finds the oddities of vendors that are played. Where it finds something else than their
 * profiles say, SoftHSM2 below them can more than the vendor's own module, or less.
 */
class PlayedVendorFindingsTest {
  /** IAIK's natives can't bring an IV back, and doctor says so. */
  private static boolean seesIvs() throws Exception {
    return BindingFactory.usualName().equals("ffm");
  }

  @Test
  void an_iv_written_into_its_parameters_and_a_limit_of_16224_bytes() throws Exception {
    Examined aws = Examined.on(PlayedVendors.AWS.token());
    assertThat(aws.findings())
        .containsEntry("wrap.0x80002109", "rfc3394")
        .containsEntry("wrap.0x8000216F", "rfc5649")
        .containsEntry("wrap.0x210A", "none")
        .containsEntry("login.pinFormat", "user:password")
        .containsEntry("session.readWrite", "yes")
        .containsEntry("dek.readable", "no")
        .containsEntry("softwareDek.path", "oaepDecrypt")
        .containsEntry("gcm.works", seesIvs() ? "yes" : "no");
    if (seesIvs()) {
      assertThat(aws.findings())
          .containsEntry("gcm.ivSource", "hsm")
          .containsEntry("gcm.ivReturn", "param")
          .containsEntry("gcm.ivBytes", "12")
          .containsEntry("gcm.maxBytes", "16224")
          .containsEntry("gcm.multipart", "no");
    }
    assertThat(aws.differences())
        .isEqualTo(Map.of("wrap.pkcs7to8", "none", "template.dek.copyable", "false"));
  }

  @Test
  void an_iv_after_the_tag_as_long_as_its_bits_say_and_lengths_that_have_to_be_told()
      throws Exception {
    Examined luna = Examined.on(PlayedVendors.LUNA_FIPS.token());
    assertThat(luna.findings())
        .containsEntry("wrap.0x80000170", "rfc3394")
        .containsEntry("wrap.0x80000171", "rfc5649")
        .containsEntry("wrap.unwrapValueLen", "require")
        .containsEntry("dek.readable", "no")
        .containsEntry("ecdh.derivedReadable", "no");
    if (seesIvs()) {
      assertThat(luna.findings())
          .containsEntry("gcm.ivSource", "hsm")
          .containsEntry("gcm.ivReturn", "suffix")
          .containsEntry("gcm.ivBits", "96")
          .containsEntry("gcm.ivBytes", "12");
      assertThat(Examined.on(PlayedVendors.LUNA_FIPS.token(), "profile", "luna7-fips").findings())
          .containsEntry("gcm.ivSource", "hsm")
          .containsEntry("gcm.ivReturn", "suffix")
          .containsEntry("gcm.ivBits", "0")
          .containsEntry("gcm.ivBytes", "16");
    }
  }

  @Test
  void pkcs7_padding_where_the_profile_has_rfc_5649() throws Exception {
    Examined pkcs7 = Examined.on(PlayedVendors.PKCS7.token(), "profile", "softhsm2");
    assertThat(pkcs7.findings()).containsEntry("wrap.0x210A", "pkcs7-8");
    assertThat(pkcs7.differences())
        .isEqualTo(Map.of("wrap.rfc5649", "none", "wrap.pkcs7to8", "0x210A"));
  }

  @Test
  void no_c_wrap_key() throws Exception {
    Examined noWrap = Examined.on(PlayedVendors.NO_WRAP.token());
    assertThat(noWrap.findings())
        .containsEntry("wrap.functions", "no")
        .containsEntry("wrap.rfc3394", "none")
        .containsEntry("rsaKek.usage", "decrypt")
        .containsEntry("softwareDek.path", "oaepDecrypt")
        .containsEntry("gcm.works", "no");
  }
}
