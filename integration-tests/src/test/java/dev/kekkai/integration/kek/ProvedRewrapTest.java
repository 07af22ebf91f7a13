package dev.kekkai.integration.kek;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.GcmSample;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.OwnProfiles;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.fault.Shim;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a refusal leaves in a session. The shim answers in the module's place, so the decryption
 * that was begun stays active there, as on modules that keep no session clean.
 */
class ProvedRewrapTest {
  private static final byte[] IV = new byte[12];
  private static final byte[] TEXT = {1, 2, 3};

  private Shim shim;
  private KekkaiProvider provider;
  private TokenKey to;
  private WrappedDek dek;
  private GcmSample sample;

  @BeforeEach
  void make(@TempDir Path folder) throws Exception {
    String name = "proved-" + UUID.randomUUID().toString().substring(0, 8);
    shim = Shim.over(SoftHsmTokens.create(name));
    String profile =
        OwnProfiles.write(
            folder,
            "unclean.properties",
            "extends = softhsm2\nerrors.keepsSession = no [measured]\n");
    provider = shim.token().provider("bulk", "hsm", "profile", profile);
    TokenKey from = provider.maker().create(KekSpec.aes("old"));
    to = provider.maker().create(KekSpec.aes("new"));
    dek = provider.deks().generateWrapped(from);
    byte[] sealed = new byte[TEXT.length + 16];
    try (DekHandle open = provider.deks().open(dek, DekPolicy.of(shim.token().config()));
        DekHandle.Lease lease = open.forEncryption()) {
      lease.key().encrypt(IV, new byte[0], TEXT, 0, TEXT.length, sealed, 0);
    }
    sample = new GcmSample(IV, new byte[0], sealed, TEXT);
  }

  @AfterEach
  void close() {
    provider.close();
    shim.close();
  }

  @Test
  void a_refusal_that_passes_is_followed_by_a_second_proof_in_another_session() throws Exception {
    shim.failNext("C_Decrypt", Ckr.GENERAL_ERROR);
    Calls before = calls();
    Optional<WrappedDek> fresh = provider.deks().rewrapProved(dek, to, sample);
    assertThat(fresh).isPresent();
    assertThat(calls().since(before))
        .as("the blob that was doubted is the one that is proved, with a key of the other session")
        .isEqualTo(new Calls(3, 2));
    provider.deks().verify(fresh.orElseThrow());
  }

  @Test
  void a_session_is_not_lent_again_after_the_last_refusal() throws Exception {
    shim.fail("C_Decrypt", 1, 2, Ckr.GENERAL_ERROR);
    long closed = shim.calls("C_CloseSession");
    assertThat(provider.deks().rewrapProved(dek, to, sample)).isEmpty();
    assertThat(shim.calls("C_CloseSession") - closed).isGreaterThanOrEqualTo(2);
    Calls before = calls();
    assertThat(provider.deks().rewrapProved(dek, to, sample)).isPresent();
    assertThat(calls().since(before)).isEqualTo(new Calls(2, 1));
  }

  private Calls calls() {
    return new Calls(shim.calls("C_UnwrapKey"), shim.calls("C_Decrypt"));
  }

  private record Calls(long unwraps, long decrypts) {
    Calls since(Calls before) {
      return new Calls(unwraps - before.unwraps, decrypts - before.decrypts);
    }
  }
}
