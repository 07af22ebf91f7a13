package dev.kekkai.cli.demo;

import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.keys.TokenKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A KEK is made; the token says what it is, and refuses to give it away. */
final class KekScene {
  private static final long[] SHOWN = {
    Cka.SENSITIVE, Cka.EXTRACTABLE, Cka.LOCAL, Cka.WRAP, Cka.UNWRAP, Cka.ENCRYPT, Cka.DECRYPT
  };

  private final Stage stage;
  private final Story story;

  KekScene(Stage stage) {
    this.stage = stage;
    this.story = stage.story();
  }

  void play() throws TokenException {
    story.scene("A key-encryption key (KEK) is made inside the token and never leaves it");
    Token token = stage.provider().source().get();
    TokenKey kek = stage.provider().maker().create(KekSpec.aes(Stage.KEK));
    new KekRegistry(stage.provider(), stage.database().keks()).register(kek);
    story.fact("token, of files, for the demo", token.info().describe());
    story.fact("KEK", kek.ref() + ", AES-256, CKA_ID " + HexFormat.of().formatHex(kek.id()));
    story.fact("the token says of it", token.with(session -> attributes(session, kek.object())));
    story.refused("read its value", token.with(session -> readValue(session, kek.object())));
    attack("wrap it, to carry it out", session -> wrap(session, kek.object()));
    attack("encrypt data with it", session -> encrypt(session, kek.object()));
    attack("copy it as an extractable key", session -> copy(session, kek.object()));
    attack("allow it to decrypt blobs", session -> allowDecrypt(session, kek.object()));
  }

  private static String attributes(Session session, ObjectHandle kek) throws TokenException {
    Attributes is = session.attributes(kek, SHOWN);
    List<String> texts = new ArrayList<>();
    for (long type : SHOWN) {
      texts.add(Cka.name(type).substring("CKA_".length()) + "=" + yes(is.bool(type)));
    }
    return String.join(" ", texts);
  }

  private static String yes(@org.jspecify.annotations.Nullable Boolean value) {
    return value == null ? "?" : value ? "yes" : "no";
  }

  private String readValue(Session session, ObjectHandle kek) throws TokenException {
    story.claim(
        session.attributes(kek, Cka.VALUE).bytes(Cka.VALUE) == null,
        "the token told the value of the KEK");
    return "refused (C_GetAttributeValue gives no CKA_VALUE)";
  }

  private static void wrap(Session session, ObjectHandle kek) throws TokenException {
    session.wrapKey(new Mechanism.KeyWrap(Ckm.AES_KEY_WRAP, null), kek, kek, new byte[64]);
  }

  private static void encrypt(Session session, ObjectHandle kek) throws TokenException {
    Mechanism gcm = new Mechanism.Gcm(Ckm.AES_GCM, new byte[12], new byte[0], 128);
    session.encrypt(gcm, kek, new byte[16], 0, 16, new byte[32], 0);
  }

  private static void copy(Session session, ObjectHandle kek) throws TokenException {
    session.copyObject(
        kek, Template.builder().with(Cka.TOKEN, false).with(Cka.EXTRACTABLE, true).build());
  }

  private static void allowDecrypt(Session session, ObjectHandle kek) throws TokenException {
    session.setAttributes(kek, Template.builder().with(Cka.DECRYPT, true).build());
  }

  private void attack(String what, Attack attack) throws TokenException {
    CryptokiException answer =
        stage
            .provider()
            .source()
            .get()
            .withReadWrite(
                session -> {
                  try {
                    attack.on(session);
                  } catch (CryptokiException e) {
                    return e;
                  }
                  throw new DemoFailedException("the token let us " + what);
                });
    story.refused(
        what, "refused (" + answer.function() + ": " + Ckr.describe(answer.returnValue()) + ")");
  }

  private interface Attack {
    void on(Session session) throws TokenException;
  }
}
