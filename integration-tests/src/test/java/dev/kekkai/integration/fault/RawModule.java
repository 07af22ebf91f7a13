package dev.kekkai.integration.fault;

import dev.kekkai.config.token.TokenFacts;
import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.Ckf;
import dev.kekkai.cryptoki.Cku;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.InitializeArgs;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenInfo;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;

/** A module as its binding shows it, without anything of Kekkai's above that. */
final class RawModule {
  private final TestToken token;
  private final Cryptoki cryptoki;

  RawModule(TestToken token) throws TokenException {
    this.token = token;
    this.cryptoki = BindingFactory.usual().load(token.module(), null);
  }

  Cryptoki cryptoki() {
    return cryptoki;
  }

  void initialize() throws CryptokiException {
    cryptoki.C_Initialize(new InitializeArgs(true, token.settings().get("module.args")));
  }

  long slot() throws CryptokiException {
    for (long slot : cryptoki.C_GetSlotList(true)) {
      TokenInfo t = cryptoki.C_GetTokenInfo(slot);
      TokenFacts facts =
          new TokenFacts(t.label(), t.manufacturer(), t.serial(), t.model(), t.slot());
      if (t.has(Ckf.TOKEN_INITIALIZED) && token.config().token().selector().matches(facts)) {
        return slot;
      }
    }
    throw new AssertionError("no such token");
  }

  long session() throws CryptokiException {
    return cryptoki.C_OpenSession(slot(), Ckf.SERIAL_SESSION | Ckf.RW_SESSION);
  }

  void login(long session) throws Exception {
    String file = token.setting("pin").substring("file:".length());
    cryptoki.C_Login(session, Cku.USER, Files.readString(Path.of(file)).toCharArray());
  }

  /** A call of a module. */
  interface Call {
    void run() throws CryptokiException;
  }

  /** What the module answers; 0 is CKR_OK. */
  static long answer(Call call) {
    try {
      call.run();
      return 0;
    } catch (CryptokiException e) {
      return e.returnValue();
    }
  }
}
