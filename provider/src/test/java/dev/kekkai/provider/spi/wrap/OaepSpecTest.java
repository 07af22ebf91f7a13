package dev.kekkai.provider.spi.wrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.provider.keys.WrapMechanisms;
import dev.kekkai.provider.keys.WrapMethod;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OaepSpecTest {
  private static final WrapMechanisms NSS =
      new WrapMechanisms(ProfileCatalog.builtIn().byName("nss"));
  private static final WrapMechanisms SOFTHSM =
      new WrapMechanisms(ProfileCatalog.builtIn().byName("softhsm2"));

  private static OAEPParameterSpec spec(String digest, String mgf, PSource label) {
    return new OAEPParameterSpec(digest, "MGF1", new MGF1ParameterSpec(mgf), label);
  }

  @Test
  void withoutASpecMgf1RunsOnSha1AsSunJceDoes() {
    assertThat(OaepSpec.defaultOf("SHA-256").digest()).isEqualTo("SHA-256");
    assertThat(OaepSpec.defaultOf("SHA-256").mgfDigest()).isEqualTo("SHA-1");
  }

  @ParameterizedTest
  @CsvSource({
    "SHA-1, RSA_OAEP_SHA1",
    "SHA1, RSA_OAEP_SHA1",
    "sha-256, RSA_OAEP_SHA256",
    "SHA384, RSA_OAEP_SHA384",
    "SHA-512, RSA_OAEP_SHA512"
  })
  void bothSpellingsOfADigestAreTheMethodItMeans(String digest, WrapMethod method)
      throws Exception {
    OaepSpec spec = OaepSpec.of(spec(digest, digest, PSource.PSpecified.DEFAULT));

    assertThat(spec.mechanism(NSS)).isInstanceOf(Mechanism.RsaOaep.class);
    assertThat(spec.method()).isEqualTo(method);
    assertThat(spec.hasLabel()).isFalse();
  }

  @Test
  void aLabelGoesDownWithTheMechanism() throws Exception {
    OaepSpec spec =
        OaepSpec.of(spec("SHA-256", "SHA-256", new PSource.PSpecified(new byte[] {1, 2})));

    assertThat(spec.hasLabel()).isTrue();
    assertThat(((Mechanism.RsaOaep) spec.mechanism(NSS)).label()).containsExactly(1, 2);
  }

  @Test
  void whatTheModuleCannotDoNamesTheSpecToPass() {
    assertThatThrownBy(() -> OaepSpec.defaultOf("SHA-256").mechanism(NSS))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("MGF1 with SHA-1")
        .hasMessageContaining("OAEPParameterSpec");
    assertThatThrownBy(
            () ->
                OaepSpec.of(spec("SHA-256", "SHA-256", PSource.PSpecified.DEFAULT))
                    .mechanism(SOFTHSM))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("[SHA-1]");
  }

  @Test
  void parametersOfAnotherTypeAreRefused() throws Exception {
    assertThatThrownBy(() -> OaepSpec.of(new GCMParameterSpec(128, new byte[12])))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    AlgorithmParameters gcm = AlgorithmParameters.getInstance("GCM");
    gcm.init(new GCMParameterSpec(128, new byte[12]));
    assertThatThrownBy(() -> OaepSpec.specOf(gcm))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("GCM");
  }
}
