package dev.kekkai.config.profile;

/**
 * Attributes of one kind of key whose handling differs between modules. All others follow from the
 * kind of key.
 *
 * @param privateObject CKA_PRIVATE
 * @param sensitive CKA_SENSITIVE
 * @param modifiable CKA_MODIFIABLE
 * @param copyable CKA_COPYABLE
 * @param allowedMechanisms whether CKA_ALLOWED_MECHANISMS is sent
 */
public record KeyTemplate(
    AttributeRule privateObject,
    AttributeRule sensitive,
    AttributeRule modifiable,
    AttributeRule copyable,
    boolean allowedMechanisms) {}
