package dev.kekkai.integration.fault;

import static dev.kekkai.integration.fault.RawModule.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Ckf;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.OwnProfiles;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.P11KitServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a token behind another process answers, when that process stops, dies and comes back. */
class P11KitServerTest {
  private static TestToken real;
  private P11KitServer server;
  private RawModule module;
  private Cryptoki cryptoki;
  private long slot;
  private long session;

  @BeforeAll
  static void makeToken() {
    real = SoftHsmTokens.create("behind-a-process");
  }

  @BeforeEach
  void start() throws Exception {
    server = P11KitServer.over(real);
    module = new RawModule(server.token());
    cryptoki = module.cryptoki();
    module.initialize();
    slot = module.slot();
    session = module.session();
  }

  @AfterEach
  void end() {
    server.close();
    answer(cryptoki::C_Finalize);
  }

  @Test
  void a_call_hangs_while_the_process_is_stopped() throws Exception {
    server.stop();
    CompletableFuture<Long> call =
        CompletableFuture.supplyAsync(() -> answer(() -> cryptoki.C_GetSessionInfo(session)));
    Thread.sleep(200);
    assertThat(call).isNotDone();
    server.cont();
    assertThat(call.get(20, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void a_dead_process_is_a_device_error_until_the_module_is_initialised_again() throws Exception {
    server.kill();
    assertThat(answer(() -> cryptoki.C_GetTokenInfo(slot))).isEqualTo(Ckr.DEVICE_ERROR);
    assertThat(answer(() -> cryptoki.C_GetSlotList(true))).isEqualTo(Ckr.DEVICE_ERROR);
    server.restart();
    assertThat(answer(() -> cryptoki.C_OpenSession(slot, Ckf.SERIAL_SESSION)))
        .isEqualTo(Ckr.DEVICE_ERROR);
    assertThat(answer(module::initialize)).isEqualTo(Ckr.CRYPTOKI_ALREADY_INITIALIZED);

    cryptoki.C_Finalize();
    module.initialize();
    module.login(module.session());
  }

  @Test
  void initialised_while_the_process_is_dead_the_module_has_no_slots_for_good() throws Exception {
    server.kill();
    cryptoki.C_Finalize();
    module.initialize();
    assertThat(cryptoki.C_GetSlotList(true)).isEmpty();
    server.restart();
    assertThat(cryptoki.C_GetSlotList(true)).isEmpty();

    cryptoki.C_Finalize();
    module.initialize();
    assertThat(cryptoki.C_GetSlotList(true)).hasSize(1);
  }

  @Test
  void a_kek_made_on_the_token_itself_unwraps_through_it() throws Exception {
    cryptoki.C_Finalize();
    WrappedDek wrapped;
    byte[] sealed;
    try (KekkaiProvider direct = real.provider("profile", OwnProfiles.careful(real.folder()))) {
      wrapped = wrap(direct, direct.maker().create(KekSpec.rsa("direct", 2048)));
      sealed = seal(direct, wrapped);
    }
    try (KekkaiProvider remote = server.token().provider()) {
      assertThat(seal(remote, wrapped)).isEqualTo(sealed);
    }
    module.initialize();
  }

  @Test
  void a_kek_can_be_made_through_it() throws Exception {
    cryptoki.C_Finalize();
    try (KekkaiProvider remote = server.token().provider()) {
      TokenKey kek = remote.maker().create(KekSpec.rsa("remote", 2048));
      assertThat(seal(remote, wrap(remote, kek))).hasSize(4 + BulkKey.TAG_BYTES);
    }
    module.initialize();
  }

  private static WrappedDek wrap(KekkaiProvider provider, TokenKey kek) throws Exception {
    try (DekHandle dek =
        provider.deks().generate(kek, WrapMethod.RSA_OAEP_SHA1, DekPolicy.of(real.config()))) {
      return dek.wrapped();
    }
  }

  /** Under a fixed IV, so that the same DEK gives the same bytes. */
  private static byte[] seal(KekkaiProvider provider, WrappedDek wrapped) throws Exception {
    byte[] out = new byte[4 + BulkKey.TAG_BYTES];
    try (DekHandle dek = provider.deks().open(wrapped, DekPolicy.of(real.config()));
        DekHandle.Lease lease = dek.forEncryption()) {
      lease.key().encrypt(new byte[BulkKey.IV_BYTES], new byte[0], new byte[4], 0, 4, out, 0);
    }
    return out;
  }
}
