package dev.kekkai.integration.kek;

import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.SeenProvider;
import dev.kekkai.provider.keys.KekKey;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.matrix.NotSupported;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A contract on what goes down to the module, with an AES KEK for each test. */
abstract class SeenContract extends TokenContract {
  static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");

  SeenProvider seen;
  TokenKey kek;

  /** The provider seen must be the one that opens the module. */
  @Override
  protected void prepare() {
    super.provider().close();
  }

  @BeforeEach
  void open() throws Exception {
    seen = new SeenProvider(token(), "bulk", "hsm");
    if (seen.callsOf(() -> kek = make()).isEmpty()) {
      // Another provider has the module open, and it is that one's calls which are seen.
      throw NotSupported.on(
          token(),
          "calls can't be counted, since C_Finalize closes files of others and so must be avoided");
    }
    provider().tokenKeys().find(kek.ref()); // opens the session that later calls are lent
  }

  @AfterEach
  void closeSeen() {
    seen.close();
  }

  @Override
  protected KekkaiProvider provider() {
    return seen == null ? super.provider() : seen.provider();
  }

  TokenKey make() throws Exception {
    return provider().maker().create(KekSpec.aes(freshName()));
  }

  Cipher keyWrap(int mode) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AESWrap", provider());
    cipher.init(mode, new KekKey(provider().source(), kek));
    return cipher;
  }

  static SecretKey unwrap(Cipher cipher, byte[] blob) throws GeneralSecurityException {
    return (SecretKey) cipher.unwrap(blob, "AES", Cipher.SECRET_KEY);
  }
}
