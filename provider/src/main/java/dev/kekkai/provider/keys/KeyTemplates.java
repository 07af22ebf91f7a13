package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.AttributeRule;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.KeyTemplate;
import dev.kekkai.config.profile.RsaKekUsage;
import dev.kekkai.config.profile.UnwrapTemplateRule;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Template;
import java.util.stream.LongStream;

/**
 * The strictest template a module takes for each kind of key: one usage set and nothing beside it.
 * The profile says which attributes the module can't be told.
 */
public final class KeyTemplates {
  private final HsmProfile profile;
  private final Template hsmDek;

  /** Neither generated, imported nor unwrapped yet. */
  private final Template carriedDek;

  private final Template transitDek;
  private final Template readableDek;

  /**
   * For one module.
   *
   * @param profile its profile
   */
  public KeyTemplates(HsmProfile profile) {
    this.profile = profile;
    this.hsmDek = makeHsmDek();
    this.carriedDek = makeCarried(true).build();
    this.transitDek = unwrapped(makeCarried(true)).build();
    this.readableDek = unwrapped(makeCarried(false)).build();
  }

  /**
   * An AES KEK on the token.
   *
   * @param label CKA_LABEL
   * @param id CKA_ID
   * @param bytes key length in bytes
   * @param hsmOnly whether its DEKs shall never be extractable, by CKA_UNWRAP_TEMPLATE
   * @return template for C_GenerateKey
   */
  public Template aesKek(String label, byte[] id, int bytes, boolean hsmOnly) {
    Template.Builder t = tokenKey(KeyKind.AES_KEK, label, id).with(Cka.VALUE_LEN, (long) bytes);
    pinUnwrapped(t, hsmOnly);
    return t.build();
  }

  /**
   * A private key on the token: an RSA or EC KEK, or a seal key.
   *
   * @param kind which
   * @param label CKA_LABEL
   * @param id CKA_ID
   * @param hsmOnly whether DEKs unwrapped by it shall never be extractable
   * @return template for C_GenerateKeyPair
   */
  public Template privateKey(KeyKind kind, String label, byte[] id, boolean hsmOnly) {
    Template.Builder t = tokenKey(kind, label, id).without(Cka.CLASS).without(Cka.KEY_TYPE);
    if (kind == KeyKind.RSA_KEK) {
      pinUnwrapped(t, hsmOnly);
    }
    return t.build();
  }

  /**
   * The public half of a key pair; not private, since it is no secret.
   *
   * @param kind which private key it belongs to
   * @param label CKA_LABEL
   * @param id CKA_ID
   * @return template for C_GenerateKeyPair, to be completed with the key's parameters
   */
  public Template.Builder publicKey(KeyKind kind, String label, byte[] id) {
    // The counterpart of the private half's one usage: NSS makes no pair that doesn't match.
    boolean unwraps = profile.rsaKekUsage() == RsaKekUsage.UNWRAP;
    Template.Builder t =
        Template.builder()
            .with(Cka.TOKEN, true)
            .with(Cka.PRIVATE, false)
            .with(Cka.LABEL, label)
            .with(Cka.ID, id);
    if (profile.templates().publicUsage()) {
      t.with(Cka.ENCRYPT, kind == KeyKind.RSA_KEK && !unwraps)
          .with(Cka.WRAP, kind == KeyKind.RSA_KEK && unwraps)
          .with(Cka.VERIFY, kind == KeyKind.SEAL_KEY)
          .with(Cka.VERIFY_RECOVER, false);
    }
    send(t, Cka.COPYABLE, profile.templates().of(kind).copyable());
    send(t, Cka.MODIFIABLE, profile.templates().of(kind).modifiable());
    return t;
  }

  /**
   * The key of a blind index on the token.
   *
   * @param label CKA_LABEL
   * @param id CKA_ID
   * @param bytes key length in bytes
   * @return template for C_GenerateKey
   */
  public Template indexKey(String label, byte[] id, int bytes) {
    return tokenKey(KeyKind.INDEX_KEY, label, id).with(Cka.VALUE_LEN, (long) bytes).build();
  }

  /**
   * A DEK that stays in the token for bulk work: sensitive, not extractable, encrypt and decrypt.
   *
   * @return template for C_UnwrapKey; one for all calls
   */
  public Template hsmDek() {
    return hsmDek;
  }

  private Template makeHsmDek() {
    Template.Builder t =
        unwrapped(sessionAes())
            .with(Cka.ENCRYPT, true)
            .with(Cka.DECRYPT, true)
            .with(Cka.SENSITIVE, true)
            .with(Cka.EXTRACTABLE, false);
    sealUsage(t, KeyKind.DEK);
    return t.build();
  }

  /**
   * A DEK on its way from one wrapping to another: extractable for one pair of calls, good for
   * nothing else, its value not readable.
   *
   * @return template for C_UnwrapKey; one for all calls
   */
  public Template transitDek() {
    return transitDek;
  }

  /**
   * A DEK on its way into software by reading CKA_VALUE.
   *
   * @return template for C_UnwrapKey; one for all calls
   */
  public Template readableDek() {
    return readableDek;
  }

  /** Some modules must be told the length of what they unwrap, others refuse to be. */
  private Template.Builder unwrapped(Template.Builder t) {
    return profile.wrap().unwrapValueLen() ? t.with(Cka.VALUE_LEN, (long) Deks.DEK_BYTES) : t;
  }

  private Template.Builder makeCarried(boolean sensitive) {
    return sessionAes()
        .with(Cka.ENCRYPT, false)
        .with(Cka.DECRYPT, false)
        .with(Cka.SENSITIVE, sensitive)
        .with(Cka.EXTRACTABLE, true);
  }

  /**
   * A new DEK, extractable until it has been wrapped.
   *
   * @param bytes key length in bytes
   * @return template for C_GenerateKey
   */
  public Template newDek(int bytes) {
    return Template.builder().with(carriedDek).with(Cka.VALUE_LEN, (long) bytes).build();
  }

  /**
   * A software key brought in to be wrapped.
   *
   * @param value its bytes; wipe the template after use
   * @return template for C_CreateObject
   */
  public Template importedDek(byte[] value) {
    return Template.builder().with(carriedDek).with(Cka.VALUE, value).build();
  }

  /**
   * The shared secret of an ECDH, to be read and destroyed.
   *
   * @param bytes length of the curve's field
   * @return template for C_DeriveKey
   */
  public Template sharedSecret(int bytes) {
    return Template.builder()
        .with(Cka.CLASS, Cko.SECRET_KEY)
        .with(Cka.KEY_TYPE, Ckk.GENERIC_SECRET)
        .with(Cka.TOKEN, false)
        .with(Cka.SENSITIVE, false)
        .with(Cka.EXTRACTABLE, true)
        .with(Cka.VALUE_LEN, (long) bytes)
        .build();
  }

  /** What SunPKCS11 would call "import": a session AES key with all usages stated. */
  private Template.Builder sessionAes() {
    Template.Builder t =
        Template.builder()
            .with(Cka.CLASS, Cko.SECRET_KEY)
            .with(Cka.KEY_TYPE, Ckk.AES)
            .with(Cka.TOKEN, false)
            .with(Cka.WRAP, false)
            .with(Cka.UNWRAP, false)
            .with(Cka.SIGN, false)
            .with(Cka.VERIFY, false)
            .with(Cka.DERIVE, false);
    send(t, Cka.PRIVATE, profile.templates().of(KeyKind.DEK).privateObject());
    return t;
  }

  private Template.Builder tokenKey(KeyKind kind, String label, byte[] id) {
    KeyTemplate rules = profile.templates().of(kind);
    Template.Builder t =
        Template.builder()
            .with(Cka.CLASS, KeyKinds.objectClass(kind))
            .with(Cka.KEY_TYPE, KeyKinds.keyType(kind))
            .with(Cka.TOKEN, true)
            .with(Cka.LABEL, label)
            .with(Cka.ID, id)
            .with(Cka.EXTRACTABLE, false);
    for (long usage : KeyKinds.statable(kind)) {
      t.with(usage, KeyKinds.usages(kind, profile.rsaKekUsage()).contains(usage));
    }
    send(t, Cka.PRIVATE, rules.privateObject());
    send(t, Cka.SENSITIVE, rules.sensitive());
    sealUsage(t, kind);
    return t;
  }

  /**
   * Nobody may give the key another usage later, nor make a copy that has one. CKA_MODIFIABLE comes
   * last: SoftHSM2, which unwraps with attributes in order, takes no other after it.
   */
  private void sealUsage(Template.Builder t, KeyKind kind) {
    KeyTemplate rules = profile.templates().of(kind);
    send(t, Cka.COPYABLE, rules.copyable());
    if (rules.allowedMechanisms()) {
      t.with(Cka.ALLOWED_MECHANISMS, allowedMechanisms(kind));
    }
    send(t, Cka.MODIFIABLE, rules.modifiable());
  }

  /** What a key of the kind may be used with, where the module can be told. */
  long[] allowedMechanisms(KeyKind kind) {
    return switch (kind) {
      case AES_KEK ->
          LongStream.concat(profile.wrap().rfc3394().stream(), profile.wrap().rfc5649().stream())
              .toArray();
      case RSA_KEK -> new long[] {Ckm.RSA_PKCS_OAEP};
      case EC_KEK -> new long[] {Ckm.ECDH1_DERIVE};
      case DEK -> profile.gcm().mechanism().stream().toArray();
      case INDEX_KEY -> new long[] {Ckm.SHA256_HMAC};
      case SEAL_KEY -> new long[] {Ckm.ECDSA};
    };
  }

  /** Pins what a blob may become, so that a DEK can't be re-imported as something else. */
  private void pinUnwrapped(Template.Builder kek, boolean hsmOnly) {
    if (profile.templates().unwrapTemplate() == UnwrapTemplateRule.UNSUPPORTED) {
      return;
    }
    Template.Builder pinned =
        Template.builder()
            .with(Cka.CLASS, Cko.SECRET_KEY)
            .with(Cka.KEY_TYPE, Ckk.AES)
            .with(Cka.TOKEN, false)
            .with(Cka.WRAP, false)
            .with(Cka.UNWRAP, false)
            .with(Cka.DERIVE, false);
    if (hsmOnly) {
      pinned.with(Cka.SENSITIVE, true).with(Cka.EXTRACTABLE, false);
    }
    kek.with(Cka.UNWRAP_TEMPLATE, pinned.build());
  }

  private static void send(Template.Builder t, long attribute, AttributeRule rule) {
    if (rule.isSent()) {
      t.with(attribute, rule == AttributeRule.TRUE);
    }
  }
}
