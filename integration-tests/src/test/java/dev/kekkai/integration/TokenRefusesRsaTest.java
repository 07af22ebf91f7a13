package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.profile.RsaKekUsage;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMechanisms;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.TokenContract;
import java.security.Key;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

/** The attacks on an RSA KEK, one call each. */
class TokenRefusesRsaTest extends TokenContract {
  private static final long CKA_PRIVATE_EXPONENT = 0x123;
  private static final long CKM_RSA_X_509 = 0x3;
  private static final long CKM_RSA_PKCS = 0x1;

  private TokenKey rsa;
  private WrappedDek dek;

  @Override
  protected void prepare() throws Exception {
    rsa = make(KekSpec.rsa(freshName(), 2048));
    dek = provider().deks().generateWrapped(rsa);
  }

  @Test
  void the_private_exponent_cannot_be_read() throws Exception {
    byte[] exponent =
        connected()
            .with(
                s -> s.attributes(rsa.object(), CKA_PRIVATE_EXPONENT).bytes(CKA_PRIVATE_EXPONENT));
    assertThat(exponent).isNull();
  }

  @Test
  void the_private_key_cannot_be_wrapped() throws Exception {
    TokenKey kek = aesKek();
    Mechanism keyWrap = new WrapMechanisms(connected().profile()).of(WrapMethod.RFC5649);
    refused(
        "wrap the private key of an RSA KEK",
        s -> s.wrapKey(keyWrap, kek.object(), rsa.object(), new byte[4096]));
  }

  @Test
  void a_blob_cannot_be_decrypted_as_data() throws Exception {
    decryptionIsRefused(
        "decrypt a wrapped DEK as data",
        new WrapMechanisms(connected().profile()).of(dek.method()));
  }

  @Test
  void raw_rsa_is_refused() throws Exception {
    decryptionIsRefused("decrypt with raw RSA", new Mechanism.Plain(CKM_RSA_X_509));
  }

  @Test
  void pkcs1_v15_is_refused() throws Exception {
    Cipher software = Cipher.getInstance("RSA/ECB/PKCS1Padding", "SunJCE");
    software.init(Cipher.ENCRYPT_MODE, (Key) rsa.publicKey());
    decryptionIsRefused(
        "decrypt with PKCS#1 v1.5",
        new Mechanism.Plain(CKM_RSA_PKCS),
        software.doFinal(new byte[32]));
  }

  @Test
  void the_private_key_cannot_be_given_another_usage() throws Exception {
    boolean decrypts = connected().profile().rsaKekUsage() == RsaKekUsage.DECRYPT;
    Template another = Template.builder().with(decrypts ? Cka.SIGN : Cka.DECRYPT, true).build();
    refused(
        decrypts ? "set CKA_SIGN of an RSA KEK" : "set CKA_DECRYPT of an RSA KEK",
        s ->
            connected()
                .withReadWrite(
                    writable -> {
                      writable.setAttributes(rsa.object(), another);
                      return true;
                    }));
  }

  private void decryptionIsRefused(String row, Mechanism mechanism) throws TokenException {
    decryptionIsRefused(row, mechanism, dek.blob());
  }

  private void decryptionIsRefused(String row, Mechanism mechanism, byte[] blob)
      throws TokenException {
    refused(row, s -> s.decrypt(mechanism, rsa.object(), blob, 0, blob.length, new byte[512], 0));
  }

  private void refused(String row, Attack.Call call) throws TokenException {
    Attack.mustBeRefused(token(), connected(), row, call);
  }

  private Token connected() throws TokenException {
    return provider().source().get();
  }
}
