package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.RsaKekUsage;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Cko;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each kind of key is on the token: class, type and its one usage set. */
final class KeyKinds {
  /** Every usage attribute of PKCS #11 that a rule speaks of. */
  static final Set<Long> ALL_USAGES =
      Set.of(
          Cka.ENCRYPT,
          Cka.DECRYPT,
          Cka.WRAP,
          Cka.UNWRAP,
          Cka.SIGN,
          Cka.SIGN_RECOVER,
          Cka.VERIFY,
          Cka.VERIFY_RECOVER,
          Cka.DERIVE);

  /** Recovery is for asymmetric keys only; SoftHSM2 refuses to be told of it for others. */
  private static final Set<Long> OF_SECRET_KEYS =
      Set.of(Cka.ENCRYPT, Cka.DECRYPT, Cka.WRAP, Cka.UNWRAP, Cka.SIGN, Cka.VERIFY, Cka.DERIVE);

  private static final Set<Long> OF_PRIVATE_KEYS =
      Set.of(Cka.DECRYPT, Cka.UNWRAP, Cka.SIGN, Cka.SIGN_RECOVER, Cka.DERIVE);

  private KeyKinds() {}

  /**
   * What an object is to be used as, by its class, type and CKA_SIGN; null when it is none of
   * Kekkai's kinds.
   */
  static @Nullable KeyKind of(Attributes is) {
    Long objectClass = is.ulong(Cka.CLASS);
    Long type = is.ulong(Cka.KEY_TYPE);
    if (objectClass == null || type == null) {
      return null;
    }
    if (objectClass == Cko.SECRET_KEY) {
      return type == Ckk.AES
          ? KeyKind.AES_KEK
          : type == Ckk.GENERIC_SECRET ? KeyKind.INDEX_KEY : null;
    }
    if (objectClass != Cko.PRIVATE_KEY) {
      return null;
    }
    boolean signs = Boolean.TRUE.equals(is.bool(Cka.SIGN));
    KeyKind ofCurve = signs ? KeyKind.SEAL_KEY : KeyKind.EC_KEK;
    return type == Ckk.RSA ? KeyKind.RSA_KEK : type == Ckk.EC ? ofCurve : null;
  }

  static Set<Long> usages(KeyKind kind, RsaKekUsage rsa) {
    return switch (kind) {
      case AES_KEK -> Set.of(Cka.WRAP, Cka.UNWRAP);
      case RSA_KEK -> Set.of(rsa == RsaKekUsage.UNWRAP ? Cka.UNWRAP : Cka.DECRYPT);
      case EC_KEK -> Set.of(Cka.DERIVE);
      case DEK -> Set.of(Cka.ENCRYPT, Cka.DECRYPT);
      case INDEX_KEY, SEAL_KEY -> Set.of(Cka.SIGN);
    };
  }

  /** Usage attributes that exist for the object class at all; others would be refused. */
  static Set<Long> statable(KeyKind kind) {
    return objectClass(kind) == Cko.PRIVATE_KEY ? OF_PRIVATE_KEYS : OF_SECRET_KEYS;
  }

  static long objectClass(KeyKind kind) {
    return switch (kind) {
      case AES_KEK, DEK, INDEX_KEY -> Cko.SECRET_KEY;
      case RSA_KEK, EC_KEK, SEAL_KEY -> Cko.PRIVATE_KEY;
    };
  }

  static long keyType(KeyKind kind) {
    return switch (kind) {
      case AES_KEK, DEK -> Ckk.AES;
      case RSA_KEK -> Ckk.RSA;
      case EC_KEK, SEAL_KEY -> Ckk.EC;
      case INDEX_KEY -> Ckk.GENERIC_SECRET;
    };
  }
}
