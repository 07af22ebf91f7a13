package dev.kekkai.config.token;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code pkcs11:} URI (RFC 7512). Immutable. Two URIs are equal when they say the same, whatever
 * the order of attributes and the percent encoding; {@link #format} gives one normal form, which
 * parses to an equal URI. {@code pin-value} is refused, so no URI holds a PIN.
 */
public final class Pkcs11Uri {

  private final Map<UriAttribute, byte[]> attributes;
  private final Map<String, String> vendorPath;
  private final Map<String, String> vendorQuery;

  Pkcs11Uri(
      Map<UriAttribute, byte[]> attributes,
      Map<String, String> vendorPath,
      Map<String, String> vendorQuery) {
    this.attributes = new EnumMap<>(UriAttribute.class);
    this.attributes.putAll(attributes);
    this.vendorPath = Collections.unmodifiableMap(new LinkedHashMap<>(vendorPath));
    this.vendorQuery = Collections.unmodifiableMap(new LinkedHashMap<>(vendorQuery));
  }

  /**
   * Parses a URI.
   *
   * @param text the URI, beginning with {@code pkcs11:}
   * @return the parsed URI
   * @throws InvalidPkcs11UriException if it is malformed, names an attribute twice, holds {@code
   *     pin-value}, or has a value its attribute can't take; the message never repeats a PIN
   */
  public static Pkcs11Uri parse(String text) {
    return new UriParser(text).parse();
  }

  /**
   * Whether text claims to be a {@code pkcs11:} URI; it may still be malformed.
   *
   * @param text any text
   * @return true if it begins with {@code pkcs11:} in any case
   */
  public static boolean isUri(String text) {
    return UriParser.hasScheme(text);
  }

  /**
   * The defined attributes that are there.
   *
   * @return an immutable set in printing order
   */
  public Set<UriAttribute> attributes() {
    return Collections.unmodifiableSet(attributes.keySet());
  }

  /**
   * The decoded value of a text attribute.
   *
   * @param attribute any attribute but {@link UriAttribute#ID}
   * @return the value, or empty when the URI does not have the attribute
   * @throws IllegalArgumentException for {@code ID}, which is bytes: see {@link #id}
   */
  public Optional<String> text(UriAttribute attribute) {
    if (attribute == UriAttribute.ID) {
      throw new IllegalArgumentException("CKA_ID is bytes, not text: use id()");
    }
    byte[] value = attributes.get(attribute);
    return value == null
        ? Optional.empty()
        : Optional.of(new String(value, StandardCharsets.UTF_8));
  }

  /**
   * The CKA_ID.
   *
   * @return a copy of its bytes, of any length, or empty when there is none
   */
  public Optional<byte[]> id() {
    byte[] value = attributes.get(UriAttribute.ID);
    return value == null ? Optional.empty() : Optional.of(value.clone());
  }

  /**
   * The class of the object.
   *
   * @return the type, or empty when there is none
   */
  public Optional<ObjectType> type() {
    return text(UriAttribute.TYPE).flatMap(ObjectType::of);
  }

  /**
   * The number of the slot.
   *
   * @return the number, unsigned, or empty when there is none
   */
  public Optional<Long> slotId() {
    return text(UriAttribute.SLOT_ID).map(Long::parseUnsignedLong);
  }

  /**
   * Attributes this library does not define, before the question mark.
   *
   * @return decoded values by name, immutable, in the order written
   */
  public Map<String, String> vendorPath() {
    return vendorPath;
  }

  /**
   * Attributes this library does not define, behind the question mark.
   *
   * @return decoded values by name, immutable, in the order written
   */
  public Map<String, String> vendorQuery() {
    return vendorQuery;
  }

  /**
   * Whether the URI's token attributes hold for a token. Blank padding at the end does not count.
   * Attributes of modules and objects say nothing of a token and are not looked at; attributes that
   * {@link TokenFacts} can't confirm (of the slot's text, of vendors) match no token.
   *
   * @param facts what the module says of the token
   * @return true if every attribute about the token holds
   */
  public boolean matches(TokenFacts facts) {
    return holds(UriAttribute.TOKEN, facts.label())
        && holds(UriAttribute.MANUFACTURER, facts.manufacturer())
        && holds(UriAttribute.SERIAL, facts.serial())
        && holds(UriAttribute.MODEL, facts.model())
        && slotId().map(slot -> slot == facts.slotId()).orElse(true)
        && !attributes.containsKey(UriAttribute.SLOT_DESCRIPTION)
        && !attributes.containsKey(UriAttribute.SLOT_MANUFACTURER)
        && vendorPath.isEmpty();
  }

  /**
   * The normal form: attributes in the order of {@link UriAttribute}, then vendors' by name; every
   * character that is not unreserved percent-encoded; {@code id} encoded throughout.
   *
   * @return a URI that parses to one equal to this
   */
  public String format() {
    return UriPrinter.print(attributes, vendorPath, vendorQuery);
  }

  Set<String> vendorNames() {
    Set<String> names = new LinkedHashSet<>(vendorPath.keySet());
    names.addAll(vendorQuery.keySet());
    return names;
  }

  private boolean holds(UriAttribute attribute, String fact) {
    return text(attribute).map(wanted -> TokenFacts.unpad(wanted).equals(fact)).orElse(true);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Pkcs11Uri uri && format().equals(uri.format());
  }

  @Override
  public int hashCode() {
    return format().hashCode();
  }

  /**
   * As {@link #format}, but with the value of {@code pin-source} and of vendors' query attributes
   * replaced by {@code ...}: fit for logs.
   */
  @Override
  public String toString() {
    return UriPrinter.printForLog(attributes, vendorPath, vendorQuery);
  }
}
