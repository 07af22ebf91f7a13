/* No C_WrapKey and no C_UnwrapKey; so no RSA key can be made that unwraps. */

static word play_absent(enum function function, word *v) {
  word i;
  if (!played(PLAY_NO_WRAP)) return play_templates(function, v);
  if (function == FN_C_WrapKey || function == FN_C_UnwrapKey) return CKR_FUNCTION_NOT_SUPPORTED;
  if (function == FN_C_GenerateKeyPair) {
    const attribute *privately = (const attribute *)v[4];
    for (i = 0; i < v[5]; i++) {
      if (privately[i].type == CKA_UNWRAP && *(unsigned char *)privately[i].value) {
        return CKR_ATTRIBUTE_VALUE_INVALID;
      }
    }
  }
  return play_templates(function, v);
}
