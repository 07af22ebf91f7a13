package dev.kekkai.config.profile;

import java.util.Map;

/**
 * Group {@code template}: attributes that modules treat differently.
 *
 * @param unwrapTemplate what becomes of a KEK's CKA_UNWRAP_TEMPLATE
 * @param localKept whether CKA_LOCAL of a key made on the token reads true afterwards; where not,
 *     the origin of a key can't be checked
 * @param publicUsage whether the public half of a pair is told its usages; where not, the module
 *     sets them by itself and may show them on the private half too, where PKCS #11 has none such
 * @param kinds one template for each kind of key
 */
public record Templates(
    UnwrapTemplateRule unwrapTemplate,
    boolean localKept,
    boolean publicUsage,
    Map<KeyKind, KeyTemplate> kinds) {

  /**
   * Copies the map and checks that no kind is missing.
   *
   * @param unwrapTemplate what becomes of a KEK's CKA_UNWRAP_TEMPLATE
   * @param localKept whether CKA_LOCAL of a key made on the token reads true afterwards; where not,
   *     the origin of a key can't be checked
   * @param publicUsage whether the public half of a pair is told its usages
   * @param kinds one template for each kind of key
   * @throws IllegalArgumentException if a kind is missing
   */
  public Templates {
    kinds = Map.copyOf(kinds);
    if (kinds.size() != KeyKind.values().length) {
      throw new IllegalArgumentException("A template is missing, there are only " + kinds.keySet());
    }
  }

  /**
   * The template of one kind of key.
   *
   * @param kind the kind
   * @return its template
   */
  public KeyTemplate of(KeyKind kind) {
    KeyTemplate template = kinds.get(kind);
    if (template == null) {
      throw new IllegalStateException("No template for " + kind);
    }
    return template;
  }
}
