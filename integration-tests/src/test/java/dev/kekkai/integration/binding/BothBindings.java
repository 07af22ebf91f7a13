package dev.kekkai.integration.binding;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.token.TokenFacts;
import dev.kekkai.cryptoki.Ckf;
import dev.kekkai.cryptoki.Cku;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.InitializeArgs;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenInfo;
import dev.kekkai.cryptoki.ffm.FfmBinding;
import dev.kekkai.cryptoki.iaik.IaikBinding;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One module, initialised once, and a session of it by each native binding. On a Java that has one
 * binding only, both sides are of that.
 */
final class BothBindings {
  /** A binding and its session. */
  record Side(Cryptoki cryptoki, long session) {
    @Override
    public String toString() {
      return cryptoki.binding();
    }
  }

  private final TestToken token;
  private final long slot;
  private final Side iaik;
  private final Side other;

  private BothBindings(TestToken token, long slot, Side iaik, Side other) {
    this.token = token;
    this.slot = slot;
    this.iaik = iaik;
    this.other = other;
  }

  static BothBindings open(TestToken token) throws Exception {
    Path module = token.module().toRealPath();
    Cryptoki iaik = IaikBinding.load(module, null);
    Cryptoki other =
        FfmBinding.unavailable() == null ? FfmBinding.load(module) : IaikBinding.load(module, null);
    // Each of them can start and end the module, with the argument that it wants or with none.
    InitializeArgs args = new InitializeArgs(true, token.settings().get("module.args"));
    iaik.C_Initialize(args);
    iaik.C_Finalize();
    other.C_Initialize(args);
    long slot = slot(other, token.config());
    long flags = Ckf.SERIAL_SESSION | Ckf.RW_SESSION;
    BothBindings both =
        new BothBindings(
            token,
            slot,
            new Side(iaik, iaik.C_OpenSession(slot, flags)),
            new Side(other.forSession(), other.C_OpenSession(slot, flags)));
    both.login();
    return both;
  }

  private static long slot(Cryptoki cryptoki, KekkaiConfig config) throws TokenException {
    for (long slot : cryptoki.C_GetSlotList(true)) {
      TokenInfo t = cryptoki.C_GetTokenInfo(slot);
      TokenFacts facts =
          new TokenFacts(t.label(), t.manufacturer(), t.serial(), t.model(), t.slot());
      if (t.has(Ckf.TOKEN_INITIALIZED) && config.token().selector().matches(facts)) {
        return slot;
      }
    }
    throw new AssertionError("no such token");
  }

  void login() throws Exception {
    String file = token.setting("pin").substring("file:".length());
    iaik.cryptoki()
        .C_Login(iaik.session(), Cku.USER, Files.readString(Path.of(file)).toCharArray());
  }

  void close() throws CryptokiException {
    iaik.cryptoki().C_CloseSession(iaik.session());
    other.cryptoki().C_CloseSession(other.session());
    iaik.cryptoki().C_Finalize();
    other.cryptoki().release();
  }

  long slot() {
    return slot;
  }

  Side iaik() {
    return iaik;
  }

  /** The foreign-memory binding, where there is one. */
  Side other() {
    return other;
  }

  List<Side> sides() {
    return List.of(iaik, other);
  }
}
