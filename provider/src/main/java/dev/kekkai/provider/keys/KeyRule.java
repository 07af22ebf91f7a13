package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Cka;
import java.util.Set;

/**
 * The rules that keep keys what they are: what can be done where one is broken, and how bad that
 * is. One home for those that refuse a key before its use and those that only an audit looks at;
 * {@code docs/keys-audit.md} has them as a table.
 */
public enum KeyRule {
  /** WRAP or UNWRAP together with DECRYPT, in one key or in the two halves of a pair. */
  WRAP_AND_DECRYPT(
      "wrap-and-decrypt",
      Severity.CRITICAL,
      "3.6.1",
      "wrap a key, then decrypt the blob as data (wrap/decrypt attack)",
      Remedy.REPLACE),

  /** ENCRYPT together with UNWRAP. */
  ENCRYPT_AND_UNWRAP(
      "encrypt-and-unwrap",
      Severity.CRITICAL,
      "3.6.1",
      "encrypt a known key, then unwrap it (encrypt/unwrap attack)",
      Remedy.REPLACE),

  /** An RSA key that unwraps or decrypts, and signs. */
  SIGN_AND_UNWRAP(
      "sign-and-unwrap",
      Severity.CRITICAL,
      "3.6.1",
      "apply the bare private operation to chosen bytes, which decrypts a blob",
      Remedy.REPLACE),

  /** DERIVE together with another usage. */
  DERIVE_AND_OTHER(
      "derive-and-other",
      Severity.HIGH,
      "3.6.1",
      "derive a shorter or related key and search it (derivation attack)",
      Remedy.REPLACE),

  /** Two usage sets of any other kind. */
  MIXED_USAGE(
      "mixed-usage",
      Severity.MEDIUM,
      "3.6.1",
      "use the key for what it is not for (cross-protocol use)",
      Remedy.REPLACE),

  /** A usage that the key's kind needs is missing. */
  MISSING_USAGE(
      "missing-usage", Severity.LOW, "3.6.1", "the key can't do its work", Remedy.REPLACE),

  /** Not SENSITIVE. */
  READABLE(
      "readable",
      Severity.CRITICAL,
      "3.6.1.2",
      "the key's value can be read",
      "Take it for known: rotate the KEK, rewrap, encrypt anew what it protected, and destroy it"),

  /** EXTRACTABLE. */
  EXTRACTABLE(
      "extractable",
      Severity.CRITICAL,
      "3.6.1.2",
      "the key can be wrapped and carried out of the token",
      "Rotate the KEK and destroy this version; if it may have been carried out, encrypt anew what"
          + " it protected"),

  /** Not PRIVATE. */
  NOT_PRIVATE(
      "not-private",
      Severity.CRITICAL,
      "3.6.1",
      "the key can be used without login",
      Remedy.REPLACE),

  /** Not ALWAYS_SENSITIVE. */
  ONCE_READABLE(
      "once-readable",
      Severity.HIGH,
      "3.6.1.2",
      "the key's value could be read once",
      Remedy.REPLACE_OR_ADOPT),

  /** Not NEVER_EXTRACTABLE. */
  ONCE_EXTRACTABLE(
      "once-extractable",
      Severity.HIGH,
      "3.6.1.2",
      "the key could be carried out once",
      Remedy.REPLACE_OR_ADOPT),

  /** Not LOCAL, and not adopted. */
  NOT_LOCAL(
      "not-local",
      Severity.HIGH,
      "3.7.1",
      "the key was not made on this token, so others may know it",
      Remedy.REPLACE_OR_ADOPT),

  /** Not on the token for good. */
  SESSION_KEY(
      "session-key",
      Severity.HIGH,
      "3.7.3",
      "the key is gone when the session ends",
      Remedy.REPLACE),

  /** A data key as a token object. */
  DEK_ON_TOKEN(
      "dek-on-token",
      Severity.MEDIUM,
      "3.6.1.4",
      "the key stays on the token when the session ends",
      "Kekkai keeps DEKs wrapped, and makes session objects of them. Find out whose it is; encrypt"
          + " anew under a DEK of the store, and destroy it"),

  /** MODIFIABLE, where the module takes false. */
  MODIFIABLE(
      "modifiable",
      Severity.MEDIUM,
      "3.6.1",
      "the key's usage can be changed later",
      Remedy.REPLACE_OR_ADOPT),

  /** COPYABLE, where the module takes false. */
  COPYABLE(
      "copyable",
      Severity.MEDIUM,
      "3.6.1",
      "a copy with other usages can be made",
      Remedy.REPLACE_OR_ADOPT),

  /** No ALLOWED_MECHANISMS, where the module takes them. */
  ANY_MECHANISM(
      "any-mechanism",
      Severity.MEDIUM,
      "3.6.1",
      "the key can be used with a weaker mechanism (cross-mechanism attack)",
      Remedy.REPLACE_OR_ADOPT),

  /** ALLOWED_MECHANISMS has others than the kind needs. */
  WEAK_MECHANISM(
      "weak-mechanism",
      Severity.HIGH,
      "3.6.1",
      "the key can be used with a weaker mechanism (cross-mechanism attack): padding oracles, ECB"
          + " splitting",
      Remedy.REPLACE),

  /** No UNWRAP_TEMPLATE, where the module enforces it. */
  NO_UNWRAP_TEMPLATE(
      "no-unwrap-template",
      Severity.HIGH,
      "3.6.1",
      "a wrapped DEK is unwrapped as something else, such as a key that wraps or stays on the token",
      Remedy.REPLACE),

  /** UNWRAP_TEMPLATE leaves open what it must pin, or pins it wrongly. */
  LOOSE_UNWRAP_TEMPLATE(
      "loose-unwrap-template",
      Severity.HIGH,
      "3.6.1",
      "a wrapped DEK is unwrapped as something else, such as a key that wraps or stays on the token",
      Remedy.REPLACE),

  /** UNWRAP_TEMPLATE pins EXTRACTABLE or SENSITIVE, and the KEK can't be meant to be hsm-only. */
  NO_REWRAP(
      "no-rewrap",
      Severity.MEDIUM,
      "3.7.4",
      "no attack, but its DEKs can never be rewrapped nor used in software",
      "Make a KEK without the pin, or one with 'kek create --hsm-only', and encrypt the data anew"),

  /** Wraps, and its value or its private half is or may be elsewhere. */
  TROJAN_WRAPPING_KEY(
      "trojan-wrapping-key",
      Severity.HIGH,
      "3.7.7",
      "wrap a key of the token under this one, whose value is known elsewhere, and open the blob"
          + " there (Trojan wrapping key)",
      "Find out who brought it here, and destroy it with the HSM's own tools"),

  /** TRUSTED and not PRIVATE. */
  TRUSTED_WITHOUT_LOGIN(
      "trusted-without-login",
      Severity.CRITICAL,
      "3.7.7",
      "a key that the officer trusts for wrapping can be used without login, also for keys that only"
          + " trusted ones may wrap",
      "Have the officer destroy it, or take CKA_TRUSTED away"),

  /** The public half is not the private key's. */
  REPLACED_PUBLIC_HALF(
      "replaced-public-half",
      Severity.HIGH,
      "3.7.7",
      "the public half was replaced, so that somebody else reads what is encrypted to it or signs in"
          + " its name (public key substitution)",
      "Destroy the public object that is not the private key's, with the HSM's own tools"),

  /** Several secret or private keys of one label. */
  SAME_LABEL(
      "same-label",
      Severity.HIGH,
      "3.7.7",
      "one is taken for the other; neither is used, and SunPKCS11 can't open the token",
      "Relabel or destroy all but one"),

  /** Several keys of one CKA_ID that are no pair. */
  SAME_ID(
      "same-id",
      Severity.MEDIUM,
      "3.7.7",
      "software that looks keys up by CKA_ID takes one for the other",
      "Give all but one another CKA_ID, or destroy them"),

  /** Weaker than the DEKs under it. */
  WEAK_KEK(
      "weak-kek",
      Severity.MEDIUM,
      "3.6.1",
      "search or factor the KEK rather than the AES-256 DEKs under it",
      "Make a KEK of AES-256 or P-521, and rewrap; 'strength = strict' refuses weaker ones"),

  /** Looks like a KEK, with a label that has no version. */
  NO_VERSION(
      "no-version",
      Severity.LOW,
      "3.7.4",
      "no attack, but Kekkai uses and rotates labels like payments.v1 only",
      "If it is a KEK of Kekkai's, 'kekkai kek adopt NAME.vN'; else it is another application's"),

  /** A KEK that the DEK store does not know, or whose canary could not be tried. */
  NO_CANARY(
      "no-canary",
      Severity.MEDIUM,
      "3.7.7",
      "another key of the same label and CKA_ID is taken for it",
      "Its first use through the store registers it, with a canary. Where the store has other"
          + " versions of the name, this one is not used: find out who made it"),

  /** The key does not open the canary that was made with it. */
  WRONG_CANARY(
      "wrong-canary",
      Severity.CRITICAL,
      "3.7.7",
      "another key stands where the KEK was: its maker may know it (key substitution)",
      "Restore the KEK from the HSM's backup, and find out who put the other key there"),

  /** Adopted, and the key or the record of it is not what it was. */
  ADOPTION_REFUSED(
      "adoption-refused",
      Severity.CRITICAL,
      "3.7.7",
      "another key is taken for the adopted one, or one that nobody vouched for",
      "Restore the key, or the file that kek.adopted names, from a backup"),

  /** Not adopted, where the configuration takes adopted KEKs only. */
  NOT_ADOPTED(
      "not-adopted",
      Severity.HIGH,
      "3.7.7",
      "another key is to be taken for the next version of a KEK (key substitution); it is not used",
      "If it was made on purpose, 'kekkai kek adopt NAME.vN'; else find out who made it"),

  /** The store's row is not as it was written. */
  CHANGED_ROW(
      "changed-row",
      Severity.CRITICAL,
      "3.7.7",
      "somebody changed what the DEK store says of the KEK",
      "Find out who wrote the database, and put the row back from a backup; 'kekkai store upgrade'"
          + " where it is of an earlier release"),

  /** The store has a version that the token has not. */
  KEK_MISSING(
      "kek-missing",
      Severity.HIGH,
      "3.7.3",
      "no attack, but the DEKs under it don't open",
      "Restore it from the HSM's backup"),

  /** Destroyed in the store and still on the token. */
  NOT_DESTROYED(
      "not-destroyed",
      Severity.MEDIUM,
      "3.7.5",
      "copies of DEKs under it in backups can still be opened",
      "'kekkai kek destroy NAME.vN' finishes it on this token"),

  /** A version that wraps is older than its cryptoperiod. */
  OVER_CRYPTOPERIOD(
      "over-cryptoperiod",
      Severity.MEDIUM,
      "3.7.4",
      "what was learnt of the KEK stays of use, and more lies under it than should",
      "'kekkai kek rotate NAME'");

  private final String id;
  private final Severity severity;
  private final String requirement;
  private final String attack;
  private final String remedy;

  KeyRule(String id, Severity severity, String requirement, String attack, String remedy) {
    this.id = id;
    this.severity = severity;
    this.requirement = requirement;
    this.attack = attack;
    this.remedy = remedy;
  }

  /** What to do, where several rules have the same. */
  private static final class Remedy {
    static final String REPLACE =
        "Make a new version ('kekkai kek rotate' or 'kek create'), rewrap, and destroy this one";
    static final String REPLACE_OR_ADOPT =
        REPLACE + "; or, if you know where it comes from, 'kekkai kek adopt NAME.vN'";
  }

  /**
   * The rule's name in reports, which does not change.
   *
   * @return such as {@code wrap-and-decrypt}
   */
  public String id() {
    return id;
  }

  /**
   * How bad it is that a key breaks the rule.
   *
   * @return the usual severity; an audit raises it where the configuration is stricter
   */
  public Severity severity() {
    return severity;
  }

  /**
   * The requirement of PCI DSS v4.0.1 that it falls under.
   *
   * @return such as {@code 3.6.1}
   */
  public String requirement() {
    return requirement;
  }

  /**
   * What somebody can do where it is broken.
   *
   * @return a clause without a full stop
   */
  public String attack() {
    return attack;
  }

  /**
   * What to do about it.
   *
   * @return one or more sentences without the last full stop
   */
  public String remedy() {
    return remedy;
  }

  /**
   * What a usage beside its own set makes of a key (Clulow 2003; Bortolozzo et al. 2010).
   *
   * @param own the key's one usage set
   * @param rsa whether it is an RSA private key
   * @param usage the CKA_ number of the usage that is too much
   */
  static KeyRule ofUsage(Set<Long> own, boolean rsa, long usage) {
    boolean wraps = own.contains(Cka.WRAP) || own.contains(Cka.UNWRAP);
    boolean tooWraps = usage == Cka.WRAP || usage == Cka.UNWRAP;
    if ((usage == Cka.DECRYPT && wraps) || (tooWraps && own.contains(Cka.DECRYPT))) {
      return WRAP_AND_DECRYPT;
    }
    if (usage == Cka.ENCRYPT && own.contains(Cka.UNWRAP)) {
      return ENCRYPT_AND_UNWRAP;
    }
    if (usage == Cka.DERIVE || own.contains(Cka.DERIVE)) {
      return DERIVE_AND_OTHER;
    }
    boolean signs = usage == Cka.SIGN || usage == Cka.SIGN_RECOVER;
    return rsa && signs ? SIGN_AND_UNWRAP : MIXED_USAGE;
  }
}
