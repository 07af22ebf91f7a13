package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.UnwrapTemplateRule;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A key object on the token as the token itself describes it, fit for use or not, whoever made it.
 * Nothing is done with it. Immutable.
 */
public final class KeyObject {
  private static final long[] CLASSES = {Cko.SECRET_KEY, Cko.PRIVATE_KEY, Cko.PUBLIC_KEY};
  private static final long[] FACTS = {
    Cka.CLASS,
    Cka.KEY_TYPE,
    Cka.LABEL,
    Cka.ID,
    Cka.VALUE_LEN,
    Cka.MODULUS,
    Cka.EC_PARAMS,
    Cka.EC_POINT,
    Cka.TRUSTED
  };

  private final ObjectHandle object;
  private final Attributes is;
  private final @Nullable KeyKind kind;

  private KeyObject(ObjectHandle object, Attributes is) {
    this.object = object;
    this.is = is;
    this.kind = KeyKinds.of(is);
  }

  /**
   * Every secret, private and public key on the token that the session can see.
   *
   * @param session one that is logged in, or private keys are not seen
   * @param profile the module's
   * @return in the token's order, classes one after another
   * @throws TokenException when the token doesn't answer
   */
  public static List<KeyObject> all(Session session, HsmProfile profile) throws TokenException {
    List<KeyObject> all = new ArrayList<>();
    for (long objectClass : CLASSES) {
      Template of = Template.builder().with(Cka.CLASS, objectClass).with(Cka.TOKEN, true).build();
      for (ObjectHandle object : session.find(of)) {
        readIfThere(session, object, profile).ifPresent(all::add);
      }
    }
    return List.copyOf(all);
  }

  private static Optional<KeyObject> readIfThere(
      Session session, ObjectHandle object, HsmProfile profile) throws TokenException {
    try {
      return Optional.of(read(session, object, profile));
    } catch (CryptokiException e) {
      if (e.is(Ckr.OBJECT_HANDLE_INVALID)) {
        return Optional.empty(); // destroyed by somebody else since it was found
      }
      throw e;
    }
  }

  /**
   * One object.
   *
   * @param session any
   * @param object its handle
   * @param profile the module's
   * @return what the token says of it
   * @throws TokenException when the token doesn't answer
   */
  public static KeyObject read(Session session, ObjectHandle object, HsmProfile profile)
      throws TokenException {
    return new KeyObject(object, session.attributes(object, attributes(profile)));
  }

  /** A module that knows no CKA_UNWRAP_TEMPLATE is not asked for it, as in {@link KeyReader}. */
  private static long[] attributes(HsmProfile profile) {
    LongStream plain =
        LongStream.concat(LongStream.of(FACTS), LongStream.of(KeyRules.attributes()));
    return profile.templates().unwrapTemplate() == UnwrapTemplateRule.UNSUPPORTED
        ? plain.toArray()
        : LongStream.concat(plain, LongStream.of(Cka.UNWRAP_TEMPLATE)).toArray();
  }

  /**
   * Its handle.
   *
   * @return valid in the incarnation it was read in
   */
  public ObjectHandle object() {
    return object;
  }

  /**
   * All that the rules look at.
   *
   * @return as the token told it
   */
  public Attributes attributes() {
    return is;
  }

  /**
   * What it would be used as.
   *
   * @return by class and type; null for public keys and for types that Kekkai has no use for
   */
  public @Nullable KeyKind kind() {
    return kind;
  }

  /**
   * CKA_LABEL.
   *
   * @return empty when it has none
   */
  public String label() {
    String label = is.string(Cka.LABEL);
    return label == null ? "" : label;
  }

  /**
   * Name and version, if the label has the form of Kekkai's.
   *
   * @return empty for keys of others
   */
  public Optional<KekRef> ref() {
    return KekRef.isLabel(label()) ? Optional.of(KekRef.parse(label())) : Optional.empty();
  }

  /**
   * CKA_ID.
   *
   * @return in hexadecimal, empty when it has none
   */
  public String id() {
    byte[] id = is.bytes(Cka.ID);
    return id == null ? "" : HexFormat.of().formatHex(id);
  }

  /**
   * When it was made, if its CKA_ID is a UUIDv7.
   *
   * @return as {@link TokenKey#created()}
   */
  public Optional<Instant> created() {
    byte[] id = is.bytes(Cka.ID);
    return id == null ? Optional.empty() : KeyIds.time(id);
  }

  /**
   * Whether it is of an object class.
   *
   * @param objectClass a CKO_ number
   * @return whether CKA_CLASS is that
   */
  public boolean isOf(long objectClass) {
    Long is = this.is.ulong(Cka.CLASS);
    return is != null && is == objectClass;
  }

  /**
   * Whether it is of a key type.
   *
   * @param keyType a CKK_ number
   * @return whether CKA_KEY_TYPE is that
   */
  public boolean isOfType(long keyType) {
    Long type = is.ulong(Cka.KEY_TYPE);
    return type != null && type == keyType;
  }

  /**
   * A flag that the token told.
   *
   * @param attribute a CKA_ number
   * @return true when it is told and true
   */
  public boolean has(long attribute) {
    return Boolean.TRUE.equals(is.bool(attribute));
  }

  /**
   * A flag that the token told.
   *
   * @param attribute a CKA_ number
   * @return true when it is told and false
   */
  public boolean lacks(long attribute) {
    return Boolean.FALSE.equals(is.bool(attribute));
  }

  /**
   * The usages it has.
   *
   * @return CKA_ numbers
   */
  public Set<Long> usages() {
    return KeyKinds.ALL_USAGES.stream().filter(this::has).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Length of the secret, the modulus or the curve's field.
   *
   * @return bits; 0 when the token doesn't tell
   */
  public int bits() {
    Long bytes = is.ulong(Cka.VALUE_LEN);
    if (!isOf(Cko.SECRET_KEY)) {
      return PublicKeys.bits(is);
    }
    // CK_UNAVAILABLE_INFORMATION is no length
    if (bytes == null || bytes < 0 || bytes > Integer.MAX_VALUE / Byte.SIZE) {
      return 0;
    }
    return Math.toIntExact(bytes * Byte.SIZE);
  }

  /**
   * Security strength (SP 800-57 part 1, table 2).
   *
   * @return bits; 0 when its length or its kind is not known
   */
  public int strength() {
    int bits = bits();
    return kind == null || bits == 0 ? 0 : KeyStrength.of(kind, bits);
  }

  /**
   * What it is, for people.
   *
   * @return such as {@code AES secret key}
   */
  public String type() {
    Long type = is.ulong(Cka.KEY_TYPE);
    String name =
        isOfType(Ckk.AES)
            ? "AES"
            : isOfType(Ckk.RSA)
                ? "RSA"
                : isOfType(Ckk.EC)
                    ? "EC"
                    : isOfType(Ckk.GENERIC_SECRET)
                        ? "generic"
                        : String.format(Locale.ROOT, "type 0x%X", type);
    return name
        + (isOf(Cko.SECRET_KEY)
            ? " secret key"
            : isOf(Cko.PRIVATE_KEY) ? " private key" : " public key");
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s '%s', id %s", type(), label(), id());
  }
}
