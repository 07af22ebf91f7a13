package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.AttributeRule;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The throw-away keys that probes share, each made when it is first asked for. */
final class ProbeKeys {
  static final int AES_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Bench bench;
  private @Nullable Outcome<KnownKey> kek;
  private @Nullable Outcome<KnownKey> dek;
  private @Nullable Outcome<RsaPair> rsa;
  private @Nullable RsaPair lent;

  ProbeKeys(Bench bench) {
    this.bench = bench;
  }

  /** One that wraps and unwraps. */
  Outcome<KnownKey> kek() throws TokenException {
    Outcome<KnownKey> made = kek;
    if (made == null) {
      made = known(session().with(Cka.WRAP, true).with(Cka.UNWRAP, true).build(), false);
      kek = made;
    }
    return made;
  }

  /** One that encrypts and decrypts, and may be wrapped. */
  Outcome<KnownKey> dek() throws TokenException {
    Outcome<KnownKey> made = dek;
    if (made == null) {
      made = known(session().with(Cka.ENCRYPT, true).with(Cka.DECRYPT, true).build(), true);
      dek = made;
    }
    return made;
  }

  /** A KEK, for throw-away blobs, where the token makes no RSA session keys. */
  void lend(RsaPair kek) {
    lent = kek;
  }

  /** An RSA key pair that decrypts, unwraps, or both. */
  Outcome<RsaPair> rsa() throws TokenException {
    Outcome<RsaPair> made = rsa;
    if (made == null) {
      made = RsaPair.make(bench);
      RsaPair kek = lent;
      String why = made.worked() ? RsaPair.BITS + " bits" : made.text();
      bench.findings().seen("rsa.sessionKeys", Findings.yesNo(made.worked()), why);
      if (!made.worked() && kek != null) {
        made = Outcome.of(kek);
        bench.findings().seen("rsa.kekUsed", Findings.YES, "throw-away blobs, under the KEK named");
      }
      rsa = made;
    }
    return made;
  }

  /** An AES session object, to be completed. */
  Template.Builder session() {
    Template.Builder t =
        Template.builder()
            .with(Cka.CLASS, Cko.SECRET_KEY)
            .with(Cka.KEY_TYPE, Ckk.AES)
            .with(Cka.TOKEN, false);
    AttributeRule rule = bench.profile().templates().of(KeyKind.DEK).privateObject();
    if (rule.isSent()) {
      t.with(Cka.PRIVATE, rule == AttributeRule.TRUE);
    }
    return t;
  }

  /** By C_CreateObject, or, where the module takes no key from outside, made there and read. */
  private Outcome<KnownKey> known(Template usage, boolean extractable) throws TokenException {
    byte[] value = new byte[AES_BYTES];
    RANDOM.nextBytes(value);
    Outcome<KnownKey> first = null;
    for (Template rights : rights(extractable)) {
      Template full = Template.builder().with(usage).with(rights).with(Cka.VALUE, value).build();
      Outcome<ObjectHandle> created = bench.make(s -> s.createObject(full));
      if (created.worked()) {
        return Outcome.of(new KnownKey(created.value(), value, "C_CreateObject"));
      }
      first = first == null ? created.instead() : first;
    }
    Outcome<KnownKey> generated = generated(usage);
    if (generated.worked()) {
      return generated;
    }
    Outcome<KnownKey> brought = brought(usage, extractable, value);
    return brought.worked() || first == null ? brought : first;
  }

  /** As a wrapped key, which modules take that refuse keys in the clear. */
  private Outcome<KnownKey> brought(Template usage, boolean extractable, byte[] value)
      throws TokenException {
    Outcome<RsaPair> pair = rsa();
    if (!pair.worked()) {
      return pair.instead();
    }
    Outcome<KnownKey> first = null;
    for (OaepHash hash : OaepHash.ALL) {
      byte[] blob = pair.value().encrypt(hash, OaepHash.NO_LABEL, value);
      for (Template rights : rights(extractable)) {
        Template full = Template.builder().with(usage).with(rights).build();
        Outcome<ObjectHandle> made =
            bench.make(s -> s.unwrapKey(hash.mechanism(), pair.value().privateKey(), blob, full));
        if (made.worked()) {
          return Outcome.of(new KnownKey(made.value(), value, "C_UnwrapKey with RSA-OAEP"));
        }
        first = first == null ? made.instead() : first;
      }
    }
    return first == null ? Outcome.failed("nothing was tried") : first;
  }

  private static List<Template> rights(boolean extractable) {
    Template none = Template.builder().build();
    if (!extractable) {
      return List.of(none);
    }
    Template extract = Template.builder().with(Cka.EXTRACTABLE, true).build();
    Template open = Template.builder().with(extract).with(Cka.SENSITIVE, false).build();
    return List.of(open, extract, none);
  }

  private Outcome<KnownKey> generated(Template usage) throws TokenException {
    Template readable =
        Template.builder()
            .with(usage)
            .with(Cka.VALUE_LEN, (long) AES_BYTES)
            .with(Cka.EXTRACTABLE, true)
            .with(Cka.SENSITIVE, false)
            .build();
    Outcome<ObjectHandle> made =
        bench.make(s -> s.generateKey(new Mechanism.Plain(Ckm.AES_KEY_GEN), readable));
    if (!made.worked()) {
      return made.instead();
    }
    Outcome<byte[]> value = bench.attempt(s -> Reading.value(s, made.value()));
    return value.worked() && value.value().length == AES_BYTES
        ? Outcome.of(new KnownKey(made.value(), value.value(), "C_GenerateKey"))
        : Outcome.failed("a key that the token made does not let itself be read");
  }
}
