package dev.kekkai.cryptoki;

import java.util.ArrayList;
import java.util.List;

/**
 * An attribute template (PKCS #11 v3.1, section 4.1): an ordered list of attributes, none twice.
 * Immutable but for {@link #wipe()}.
 */
public final class Template {
  private final List<Attribute> attributes;

  private Template(List<Attribute> attributes) {
    this.attributes = List.copyOf(attributes);
  }

  /**
   * Starts a template.
   *
   * @return an empty builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The attributes in order.
   *
   * @return an immutable list
   */
  public List<Attribute> attributes() {
    return attributes;
  }

  /** Overwrites the byte values with zeros, for templates that carried a key's value. */
  public void wipe() {
    attributes.forEach(Attribute::wipe);
  }

  @Override
  public String toString() {
    return attributes.toString();
  }

  /** Collects attributes; a later value of the same attribute replaces the earlier one. */
  public static final class Builder {
    private final List<Attribute> attributes = new ArrayList<>();

    private Builder() {}

    private Builder put(Attribute attribute) {
      attributes.removeIf(a -> a.type() == attribute.type());
      attributes.add(attribute);
      return this;
    }

    /**
     * Adds a CK_BBOOL.
     *
     * @param type CKA_ number
     * @param value the value
     * @return this
     */
    public Builder with(long type, boolean value) {
      return put(Attribute.of(type, value));
    }

    /**
     * Adds a CK_ULONG.
     *
     * @param type CKA_ number
     * @param value the value
     * @return this
     */
    public Builder with(long type, long value) {
      return put(Attribute.of(type, value));
    }

    /**
     * Adds a byte array.
     *
     * @param type CKA_ number
     * @param value copied
     * @return this
     */
    public Builder with(long type, byte[] value) {
      return put(Attribute.of(type, value));
    }

    /**
     * Adds a string, sent as UTF-8.
     *
     * @param type CKA_ number
     * @param value the value
     * @return this
     */
    public Builder with(long type, String value) {
      return put(Attribute.of(type, value));
    }

    /**
     * Adds an array of CK_ULONG, such as CKA_ALLOWED_MECHANISMS.
     *
     * @param type CKA_ number
     * @param values copied
     * @return this
     */
    public Builder with(long type, long[] values) {
      return put(Attribute.of(type, values));
    }

    /**
     * Adds a template, such as CKA_UNWRAP_TEMPLATE.
     *
     * @param type CKA_ number
     * @param value the inner template
     * @return this
     */
    public Builder with(long type, Template value) {
      return put(Attribute.of(type, value));
    }

    /**
     * Adds all attributes of another template.
     *
     * @param other where they come from
     * @return this
     */
    public Builder with(Template other) {
      other.attributes.forEach(this::put);
      return this;
    }

    /**
     * Leaves an attribute out again.
     *
     * @param type CKA_ number
     * @return this
     */
    public Builder without(long type) {
      attributes.removeIf(a -> a.type() == type);
      return this;
    }

    /**
     * Ends the template.
     *
     * @return the template
     */
    public Template build() {
      return new Template(attributes);
    }
  }
}
