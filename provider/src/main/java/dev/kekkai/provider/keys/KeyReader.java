package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.UnwrapTemplateRule;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.TokenException;
import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads an object on the token and checks it against the rules before anybody can use it. */
final class KeyReader {
  private final HsmProfile profile;

  KeyReader(HsmProfile profile) {
    this.profile = profile;
  }

  /** Reads and checks; throws {@link UnfitKeyException} for a key that breaks a rule. */
  TokenKey read(Session session, ObjectHandle object, KekRef ref) throws TokenException {
    return read(session, object, ref, Set.of());
  }

  /** As above, for a key that may break some rules. */
  TokenKey read(Session session, ObjectHandle object, KekRef ref, Set<KeyRule> accepted)
      throws TokenException {
    Attributes facts = session.attributes(object, facts());
    KeyKind kind = kind(facts, ref);
    List<KeyViolation> violations =
        new KeyRules(profile)
            .check(kind, session.attributes(object, KeyRules.attributes())).stream()
                .filter(violation -> !accepted.contains(violation.rule()))
                .toList();
    if (!violations.isEmpty()) {
      throw new UnfitKeyException(ref.label(), violations);
    }
    byte[] id = facts.bytes(Cka.ID);
    PublicKey pub =
        KeyKinds.objectClass(kind) == Cko.PRIVATE_KEY
            ? new PublicHalf(profile).of(session, ref, kind, object)
            : null;
    return new TokenKey(
        ref,
        kind,
        id == null ? new byte[0] : id,
        bits(facts, pub),
        object,
        pub,
        facts.template(Cka.UNWRAP_TEMPLATE).types().contains(Cka.EXTRACTABLE));
  }

  /**
   * A module that knows no CKA_UNWRAP_TEMPLATE is not asked for it: p11-kit's client answers
   * CKR_DEVICE_ERROR for all attributes when one of them is a template.
   */
  private long[] facts() {
    LongStream plain = LongStream.of(Cka.CLASS, Cka.KEY_TYPE, Cka.ID, Cka.VALUE_LEN, Cka.SIGN);
    return profile.templates().unwrapTemplate() == UnwrapTemplateRule.UNSUPPORTED
        ? plain.toArray()
        : LongStream.concat(plain, LongStream.of(Cka.UNWRAP_TEMPLATE)).toArray();
  }

  private static KeyKind kind(Attributes facts, KekRef ref) throws TokenException {
    KeyKind kind = KeyKinds.of(facts);
    if (kind == null) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "The object %s is neither an AES, RSA or EC key nor a generic secret",
              ref),
          false,
          null);
    }
    return kind;
  }

  private static int bits(Attributes facts, @Nullable PublicKey pub) {
    if (pub != null) {
      return PublicKeys.bits(pub);
    }
    Long bytes = facts.ulong(Cka.VALUE_LEN);
    return bytes == null ? 0 : Math.toIntExact(bytes * Byte.SIZE);
  }
}
