package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.KeyTemplate;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Cko;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The rules that keep a key what it is, checked against what the token itself says: after every
 * creation and unwrap, and before an existing object is used.
 */
public final class KeyRules {
  private static final long[] ALWAYS_READ = {
    Cka.TOKEN,
    Cka.PRIVATE,
    Cka.SENSITIVE,
    Cka.EXTRACTABLE,
    Cka.LOCAL,
    Cka.ALWAYS_SENSITIVE,
    Cka.NEVER_EXTRACTABLE,
    Cka.MODIFIABLE,
    Cka.COPYABLE,
    Cka.ALLOWED_MECHANISMS
  };

  private final HsmProfile profile;

  /** By kind, the mechanisms that a key may be good for. */
  private final Map<KeyKind, Set<Long>> mechanisms = new EnumMap<>(KeyKind.class);

  /**
   * For one module.
   *
   * @param profile its profile
   */
  public KeyRules(HsmProfile profile) {
    this.profile = profile;
    KeyTemplates templates = new KeyTemplates(profile);
    for (KeyKind kind : KeyKind.values()) {
      mechanisms.put(
          kind,
          LongStream.of(templates.allowedMechanisms(kind))
              .boxed()
              .collect(Collectors.toUnmodifiableSet()));
    }
  }

  /**
   * The attributes that {@link #check} wants for a key of any kind.
   *
   * @return CKA_ numbers
   */
  public static long[] attributes() {
    return LongStream.concat(
            LongStream.of(ALWAYS_READ), KeyKinds.ALL_USAGES.stream().mapToLong(Long::longValue))
        .toArray();
  }

  /**
   * The attributes that {@link #check} looks at in a DEK held in the token, and no others: each has
   * to be read, and one that the module doesn't tell makes a second call.
   *
   * @return CKA_ numbers, all of which the module must tell for the DEK to pass
   */
  long[] attributesOfDek() {
    KeyTemplate rules = profile.templates().of(KeyKind.DEK);
    LongStream.Builder wanted = LongStream.builder();
    KeyKinds.statable(KeyKind.DEK).forEach(wanted::add);
    wanted.add(Cka.TOKEN).add(Cka.SENSITIVE).add(Cka.EXTRACTABLE);
    if (rules.modifiable().isSent()) {
      wanted.add(Cka.MODIFIABLE);
    }
    if (rules.copyable().isSent()) {
      wanted.add(Cka.COPYABLE);
    }
    if (rules.allowedMechanisms()) {
      wanted.add(Cka.ALLOWED_MECHANISMS);
    }
    return wanted.build().toArray();
  }

  /**
   * Checks a key on the token, or a DEK held in it.
   *
   * @param kind what the key is to be used as
   * @param is its attributes as read from the token
   * @return what is wrong, worst first; empty when nothing is
   */
  public List<KeyViolation> check(KeyKind kind, Attributes is) {
    List<KeyViolation> found = new ArrayList<>();
    checkUsages(kind, is, found);
    must(is, Cka.SENSITIVE, true, KeyRule.READABLE, found);
    must(is, Cka.EXTRACTABLE, false, KeyRule.EXTRACTABLE, found);
    if (kind == KeyKind.DEK) {
      must(is, Cka.TOKEN, false, KeyRule.DEK_ON_TOKEN, found);
    } else {
      checkTokenKey(is, found);
    }
    if (profile.templates().of(kind).modifiable().isSent()) {
      must(is, Cka.MODIFIABLE, false, KeyRule.MODIFIABLE, found);
    }
    if (profile.templates().of(kind).copyable().isSent()) {
      must(is, Cka.COPYABLE, false, KeyRule.COPYABLE, found);
    }
    if (profile.templates().of(kind).allowedMechanisms()) {
      checkMechanisms(kind, is, found);
    }
    return found;
  }

  private void checkMechanisms(KeyKind kind, Attributes is, List<KeyViolation> found) {
    Set<Long> allowed = is.numbers(Cka.ALLOWED_MECHANISMS);
    if (allowed.isEmpty() || !mechanisms.getOrDefault(kind, Set.of()).containsAll(allowed)) {
      String told =
          allowed.stream()
              .sorted()
              .map(m -> String.format(Locale.ROOT, "0x%X", m))
              .collect(Collectors.joining(", "));
      found.add(
          allowed.isEmpty()
              // the module takes them, so an answer without any means that there are none
              ? new KeyViolation(KeyRule.ANY_MECHANISM, Cka.ALLOWED_MECHANISMS, "empty")
              : new KeyViolation(KeyRule.WEAK_MECHANISM, Cka.ALLOWED_MECHANISMS, told));
    }
  }

  private void checkUsages(KeyKind kind, Attributes is, List<KeyViolation> found) {
    Set<Long> wanted = KeyKinds.usages(kind, profile.rsaKekUsage());
    Set<Long> told = KeyKinds.statable(kind);
    for (long usage : KeyKinds.ALL_USAGES) {
      boolean has = Boolean.TRUE.equals(is.bool(usage)) && !isOfPublicHalf(kind, usage);
      if (has && !wanted.contains(usage)) {
        found.add(tooMuch(kind, wanted, usage, "true"));
      } else if (!has && wanted.contains(usage)) {
        found.add(new KeyViolation(KeyRule.MISSING_USAGE, usage, "false"));
      } else if (is.bool(usage) == null && told.contains(usage)) {
        found.add(tooMuch(kind, wanted, usage, KeyViolation.NOT_TOLD));
      }
    }
  }

  /**
   * Whether a private key's attribute says something of its public half: no private key can do it,
   * and a module that sets it by itself sets it on both.
   */
  private boolean isOfPublicHalf(KeyKind kind, long usage) {
    return !profile.templates().publicUsage()
        && KeyKinds.objectClass(kind) == Cko.PRIVATE_KEY
        && !KeyKinds.statable(kind).contains(usage);
  }

  private static KeyViolation tooMuch(KeyKind kind, Set<Long> own, long usage, String is) {
    KeyRule rule = KeyRule.ofUsage(own, kind == KeyKind.RSA_KEK, usage);
    return new KeyViolation(rule, usage, is, UsageAttacks.of(rule, usage));
  }

  private void checkTokenKey(Attributes is, List<KeyViolation> found) {
    must(is, Cka.TOKEN, true, KeyRule.SESSION_KEY, found);
    must(is, Cka.PRIVATE, true, KeyRule.NOT_PRIVATE, found);
    must(is, Cka.ALWAYS_SENSITIVE, true, KeyRule.ONCE_READABLE, found);
    must(is, Cka.NEVER_EXTRACTABLE, true, KeyRule.ONCE_EXTRACTABLE, found);
    if (profile.templates().localKept()) {
      must(is, Cka.LOCAL, true, KeyRule.NOT_LOCAL, found);
    }
  }

  private static void must(
      Attributes is, long attribute, boolean wanted, KeyRule rule, List<KeyViolation> found) {
    @Nullable Boolean value = is.bool(attribute);
    if (value == null || value != wanted) {
      String told = value == null ? KeyViolation.NOT_TOLD : value.toString();
      found.add(new KeyViolation(rule, attribute, told));
    }
  }
}
