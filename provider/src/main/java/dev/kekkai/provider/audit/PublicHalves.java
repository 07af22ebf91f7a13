package dev.kekkai.provider.audit;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.provider.keys.KeyObject;
import dev.kekkai.provider.keys.KeyRule;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Public keys on the token: anybody can put one there where it is not private, and everything that
 * may be wrapped can be wrapped under one that wraps.
 */
final class PublicHalves {
  private final HsmProfile profile;
  private final List<AuditedKey> publicKeys;
  private final List<AuditedKey> privateKeys;

  PublicHalves(HsmProfile profile, List<AuditedKey> keys) {
    this.profile = profile;
    this.publicKeys = keys.stream().filter(k -> k.key().isOf(Cko.PUBLIC_KEY)).toList();
    this.privateKeys = keys.stream().filter(k -> k.key().isOf(Cko.PRIVATE_KEY)).toList();
  }

  void check() {
    for (AuditedKey publicKey : publicKeys) {
      check(publicKey);
    }
  }

  private void check(AuditedKey publicKey) {
    KeyObject key = publicKey.key();
    List<AuditedKey> halves = privateKeys.stream().filter(half -> isPair(half.key(), key)).toList();
    List<AuditedKey> others =
        privateKeys.stream().filter(half -> isReplaced(half.key(), key)).toList();
    if (!others.isEmpty()) {
      publicKey.add(
          KeyRule.REPLACED_PUBLIC_HALF,
          "it has label and CKA_ID of the private key '" + key.label() + "', and is another's");
    } else if (key.has(Cka.WRAP) && halves.isEmpty()) {
      publicKey.add(
          KeyRule.TROJAN_WRAPPING_KEY,
          "CKA_WRAP is true, and its private half is not on this token");
    }
    for (AuditedKey half : halves) {
      if (key.has(Cka.WRAP) && half.key().has(Cka.DECRYPT)) {
        half.add(
            KeyRule.WRAP_AND_DECRYPT,
            "CKA_DECRYPT is true, and CKA_WRAP of its public half is true");
      }
      if (key.has(Cka.WRAP) && half.key().ref().isEmpty()) {
        checkKnownElsewhere(publicKey, half);
      }
    }
  }

  /** Whoever brought the pair opens what is wrapped; one of Kekkai's has findings of its own. */
  private void checkKnownElsewhere(AuditedKey publicKey, AuditedKey half) {
    List<String> why = ForeignKeys.knownElsewhere(half.key(), profile);
    if (!why.isEmpty()) {
      publicKey.add(
          KeyRule.TROJAN_WRAPPING_KEY,
          "CKA_WRAP is true, and of its private half " + String.join(", ", why));
    }
  }

  /** By what no two pairs share; a private EC key that doesn't tell its point goes by its id. */
  private static boolean isPair(KeyObject half, KeyObject key) {
    Boolean same = isSameKey(half, key);
    return same == null ? !key.id().isEmpty() && half.id().equals(key.id()) : same;
  }

  private static boolean isReplaced(KeyObject half, KeyObject key) {
    return !key.label().isEmpty()
        && half.label().equals(key.label())
        && half.id().equals(key.id())
        && Boolean.FALSE.equals(isSameKey(half, key));
  }

  /** Null when the private key tells nothing to compare. */
  private static @Nullable Boolean isSameKey(KeyObject half, KeyObject key) {
    for (long value : new long[] {Cka.MODULUS, Cka.EC_POINT}) {
      byte[] own = half.attributes().bytes(value);
      if (own != null) {
        byte[] told = key.attributes().bytes(value);
        return told != null && Arrays.equals(own, told);
      }
    }
    byte[] curve = half.attributes().bytes(Cka.EC_PARAMS);
    boolean mayBeSame =
        curve == null || Arrays.equals(curve, key.attributes().bytes(Cka.EC_PARAMS));
    return mayBeSame ? null : Boolean.FALSE;
  }
}
