package dev.kekkai.integration.audit;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.token.TokenFacts;
import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckf;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Cku;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.InitializeArgs;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenInfo;
import dev.kekkai.integration.SoftwarePair;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KeyTemplates;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.function.UnaryOperator;

/** Puts keys on a token as somebody would who has the PIN and bad intentions, or none at all. */
final class SeededToken {
  private static final byte[] F4 = {1, 0, 1};

  private final KekkaiProvider provider;
  private final HsmProfile profile;
  private byte nextId = 1;

  SeededToken(KekkaiProvider provider) throws TokenException {
    this.provider = provider;
    this.profile = provider.source().get().profile();
  }

  /** The template of a KEK as Kekkai makes it. */
  Template kek(String label) {
    return new KeyTemplates(profile).aesKek(label, id(), 32, false);
  }

  private byte[] id() {
    return new byte[] {0x5E, nextId++};
  }

  /** A KEK made on the token, with something else about it. */
  void aes(String label, UnaryOperator<Template.Builder> change) throws TokenException {
    Template template = change.apply(Template.builder().with(kek(label))).build();
    onToken(session -> session.generateKey(new Mechanism.Plain(Ckm.AES_KEY_GEN), template));
  }

  /** A KEK whose bytes somebody knows. */
  void importAes(String label, UnaryOperator<Template.Builder> change) throws TokenException {
    Template template =
        change
            .apply(
                Template.builder()
                    .with(kek(label))
                    .without(Cka.VALUE_LEN)
                    .with(Cka.VALUE, new byte[32]))
            .build();
    onToken(session -> session.createObject(template));
  }

  /** An RSA KEK made on the token, with something else about one of its halves. */
  void rsa(
      String label,
      int bits,
      UnaryOperator<Template.Builder> ofPublic,
      UnaryOperator<Template.Builder> ofPrivate)
      throws TokenException {
    byte[] id = id();
    KeyTemplates templates = new KeyTemplates(profile);
    Template pub =
        ofPublic
            .apply(
                templates
                    .publicKey(KeyKind.RSA_KEK, label, id)
                    .with(Cka.MODULUS_BITS, (long) bits)
                    .with(Cka.PUBLIC_EXPONENT, F4))
            .build();
    Template priv =
        ofPrivate
            .apply(Template.builder().with(templates.privateKey(KeyKind.RSA_KEK, label, id, false)))
            .build();
    onToken(
        session ->
            session.generateKeyPair(new Mechanism.Plain(Ckm.RSA_PKCS_KEY_PAIR_GEN), pub, priv));
  }

  /** A public key that wraps, whose private half is somebody's. */
  void importPublic(String label, UnaryOperator<Template.Builder> change) throws TokenException {
    Template template = change.apply(wrappingPublicKey(label).with(Cka.ID, id())).build();
    onToken(session -> session.createObject(template));
  }

  private static Template.Builder wrappingPublicKey(String label) {
    RSAPublicKey key = (RSAPublicKey) SoftwarePair.rsa().getPublic();
    return Template.builder()
        .with(Cka.CLASS, Cko.PUBLIC_KEY)
        .with(Cka.KEY_TYPE, Ckk.RSA)
        .with(Cka.TOKEN, true)
        .with(Cka.PRIVATE, false)
        .with(Cka.LABEL, label)
        .with(Cka.WRAP, true)
        .with(Cka.ENCRYPT, false)
        .with(Cka.VERIFY, false)
        .with(Cka.MODULUS, unsigned(key.getModulus()))
        .with(Cka.PUBLIC_EXPONENT, F4);
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  /** A public key that the security officer trusts, while nobody else is on the module. */
  static void trust(TestToken token, String label) throws Exception {
    Template template =
        wrappingPublicKey(label).with(Cka.ID, new byte[] {0x7A}).with(Cka.TRUSTED, true).build();
    Cryptoki module = BindingFactory.usual().load(token.module(), null);
    module.C_Initialize(new InitializeArgs(true, null));
    try {
      long session = module.C_OpenSession(slot(module, token), Ckf.SERIAL_SESSION | Ckf.RW_SESSION);
      module.C_Login(session, Cku.SO, SoftHsmTokens.SO_PIN.toCharArray());
      module.C_CreateObject(session, template);
    } finally {
      module.C_Finalize();
    }
  }

  private static long slot(Cryptoki module, TestToken token) throws CryptokiException {
    for (long slot : module.C_GetSlotList(true)) {
      TokenInfo t = module.C_GetTokenInfo(slot);
      if (token
          .config()
          .token()
          .selector()
          .matches(new TokenFacts(t.label(), t.manufacturer(), t.serial(), t.model(), t.slot()))) {
        return slot;
      }
    }
    throw new AssertionError("no such token");
  }

  private <T> void onToken(Token.Work<T> work) throws TokenException {
    provider.source().get().withReadWrite(work);
  }
}
