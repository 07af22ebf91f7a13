package dev.kekkai.integration.survive;

import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckf;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Cku;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.InitializeArgs;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Another user of the module in this process, with sessions and keys of its own. It has no idea of
 * Kekkai, and the module gives it the numbers that Kekkai had before.
 */
final class ForeignUser {
  private static final int MOST = 5000;

  private final TestToken token;
  private final long slot;
  private final Cryptoki module;
  private final byte[] value;

  /** Makes keys of one value. */
  ForeignUser(TestToken token, long slot, byte[] value) throws TokenException {
    this.token = token;
    this.slot = slot;
    this.module = BindingFactory.usual().load(token.module(), null);
    this.value = value.clone();
  }

  /** The numbers of secret keys that live in sessions. */
  Set<Long> sessionKeys() throws CryptokiException {
    return numbers(Template.builder().with(Cka.CLASS, Cko.SECRET_KEY).with(Cka.TOKEN, false));
  }

  /** The number of a key on the token. */
  Set<Long> tokenKey(String label) throws CryptokiException {
    return numbers(Template.builder().with(Cka.TOKEN, true).with(Cka.LABEL, label));
  }

  private Set<Long> numbers(Template.Builder wanted) throws CryptokiException {
    long session = open();
    module.C_FindObjectsInit(session, wanted.build());
    Set<Long> found = new HashSet<>();
    for (long each : module.C_FindObjects(session, 64)) {
      found.add(each);
    }
    module.C_FindObjectsFinal(session);
    module.C_CloseSession(session);
    return found;
  }

  void initialize() throws CryptokiException {
    module.C_Initialize(new InitializeArgs(true, token.settings().get("module.args")));
  }

  void logIn() throws Exception {
    long session = open();
    String file = token.setting("pin").substring("file:".length());
    module.C_Login(session, Cku.USER, Files.readString(Path.of(file)).toCharArray());
  }

  private long open() throws CryptokiException {
    return module.C_OpenSession(slot, Ckf.SERIAL_SESSION);
  }

  /** Opens sessions, which have numbers of their own here. */
  void openSessions(int count) throws CryptokiException {
    for (int i = 0; i < count; i++) {
      open();
    }
  }

  /** Makes keys until those numbers are theirs; false when the module gives others. */
  boolean takeNumbers(Set<Long> wanted) throws CryptokiException {
    long session = open();
    Set<Long> left = new HashSet<>(wanted);
    for (int i = 0; i < MOST && !left.isEmpty(); i++) {
      left.remove(module.C_CreateObject(session, key()));
    }
    return left.isEmpty();
  }

  /**
   * As {@link #takeNumbers}, where sessions and objects are counted together: every other number up
   * to some way beyond is a session's.
   */
  boolean takeNumbersAmongSessions(Set<Long> wanted, int beyond) throws CryptokiException {
    long session = open();
    long next = session + 1;
    Set<Long> left = new HashSet<>(wanted);
    for (int more = beyond; more > 0; next++) {
      if (wanted.contains(next)) {
        left.remove(module.C_CreateObject(session, key()));
      } else if (open() != next) {
        return false;
      }
      more -= left.isEmpty() ? 1 : 0;
    }
    return left.isEmpty();
  }

  private Template key() {
    return Template.builder()
        .with(Cka.CLASS, Cko.SECRET_KEY)
        .with(Cka.KEY_TYPE, Ckk.AES)
        .with(Cka.TOKEN, false)
        .with(Cka.VALUE, value)
        .with(Cka.ENCRYPT, true)
        .with(Cka.DECRYPT, true)
        .with(Cka.WRAP, true)
        .with(Cka.UNWRAP, true)
        .build();
  }
}
