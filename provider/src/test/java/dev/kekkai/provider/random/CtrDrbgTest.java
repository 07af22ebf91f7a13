package dev.kekkai.provider.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Known answers of NIST's CAVP, CTR_DRBG.rsp, [AES-256 no df], the first of each section. */
class CtrDrbgTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void givesTheKnownAnswerOfDrbgvectorsNoReseed() {
    CtrDrbg drbg =
        new CtrDrbg(
            HEX.parseHex(
                "df5d73faa468649edda33b5cca79b0b05600419ccb7a879d"
                    + "dfec9db32ee494e5531b51de16a30f769262474c73bec010"));

    assertThat(secondAnswer(drbg))
        .isEqualTo(
            "d1c07cd95af8a7f11012c84ce48bb8cb87189e99d40fccb1771c619bdf82ab22"
                + "80b1dc2f2581f39164f7ac0c510494b3a43c41b7db17514c87b107ae793e01c5");
  }

  @Test
  void givesTheKnownAnswerOfDrbgvectorsPrFalseAfterAReseed() {
    CtrDrbg drbg =
        new CtrDrbg(
            HEX.parseHex(
                "e4bc23c5089a19d86f4119cb3fa08c0a4991e0a1def17e10"
                    + "1e4c14d9c323460a7c2fb58e0b086c6c57b55f56cae25bad"));
    drbg.reseed(
        HEX.parseHex(
            "fd85a836bba85019881e8c6bad23c9061adc75477659acae"
                + "a8e4a01dfe07a1832dad1c136f59d70f8653a5dc118663d6"));

    assertThat(secondAnswer(drbg))
        .isEqualTo(
            "b2cb8905c05e5950ca31895096be29ea3d5a3b82b269495554eb80fe07de43e1"
                + "93b9e7c3ece73b80e062b1c1f68202fbb1c52a040ea2478864295282234aaada");
  }

  @Test
  void theNextKeyIsNotLeftInTheBlock() {
    byte[] block = new byte[64 + CtrDrbg.SEED_BYTES];
    new CtrDrbg(new byte[CtrDrbg.SEED_BYTES]).generate(block);

    assertThat(Arrays.copyOfRange(block, 64, block.length)).containsOnly(0);
  }

  @Test
  void aSeedOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new CtrDrbg(new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** NIST's procedure: the first answer is thrown away. */
  private static String secondAnswer(CtrDrbg drbg) {
    byte[] block = new byte[64 + CtrDrbg.SEED_BYTES];
    drbg.generate(block);
    drbg.generate(block);
    return HEX.formatHex(block, 0, 64);
  }
}
