/*
 * A key is SENSITIVE, whatever the template says of it: asking for another is refused, or passed
 * over. PLAY_PLAIN_KEYS knows neither CKA_ALLOWED_MECHANISMS nor CKA_UNWRAP_TEMPLATE. A length that
 * C_UnwrapKey has to be told is kept from SoftHSM2, which refuses it.
 */
/* The argument, the first being 1, that is a secret or private key's template; 0: none. */
static int template_argument(enum function function) {
  switch (function) {
    case FN_C_CreateObject:
      return 2;
    case FN_C_CopyObject:
    case FN_C_SetAttributeValue:
    case FN_C_GenerateKey:
      return 3;
    case FN_C_DeriveKey:
      return 4;
    case FN_C_GenerateKeyPair:
      return 5;
    case FN_C_UnwrapKey:
      return 6;
    default:
      return 0;
  }
}

/* An object that is no key has no such attribute. */
static int makes_a_key(enum function function, const attribute *asked, word count) {
  word i;
  if (function == FN_C_CopyObject || function == FN_C_SetAttributeValue) return 0;
  if (function != FN_C_CreateObject) return 1;
  for (i = 0; i < count; i++) {
    if (asked[i].type == CKA_CLASS) {
      return *(word *)asked[i].value == CKO_SECRET_KEY || *(word *)asked[i].value == CKO_PRIVATE_KEY;
    }
  }
  return 0;
}

static word play_templates(enum function function, word *v) {
  static unsigned char yes = 1;
  attribute sent[MOST_ATTRIBUTES + 1];
  word changed[8], count = 0, told = 0, i;
  int at = template_argument(function);
  const attribute *asked = at ? (const attribute *)v[at - 1] : 0;
  if (!asked || v[at] > MOST_ATTRIBUTES ||
      !played(PLAY_READABLE_REFUSED | PLAY_SENSITIVE_ALWAYS | PLAY_PLAIN_KEYS |
              PLAY_VALUE_LEN_WANTED)) {
    return play_gcm(function, v);
  }
  if (played(PLAY_READABLE_REFUSED | PLAY_SENSITIVE_ALWAYS) && makes_a_key(function, asked, v[at])) {
    /* First: SoftHSM2 takes nothing after CKA_MODIFIABLE. */
    sent[count].type = CKA_SENSITIVE;
    sent[count].value = &yes;
    sent[count++].length = 1;
  }
  for (i = 0; i < v[at]; i++) {
    if (played(PLAY_PLAIN_KEYS) &&
        (asked[i].type == CKA_ALLOWED_MECHANISMS || asked[i].type == CKA_UNWRAP_TEMPLATE)) {
      return CKR_ATTRIBUTE_TYPE_INVALID;
    }
    if (asked[i].type == CKA_VALUE_LEN && function == FN_C_UnwrapKey &&
        played(PLAY_VALUE_LEN_WANTED)) {
      told = 1;
      continue;
    }
    if (asked[i].type != CKA_SENSITIVE || !played(PLAY_READABLE_REFUSED | PLAY_SENSITIVE_ALWAYS)) {
      sent[count++] = asked[i];
    } else if (!*(unsigned char *)asked[i].value && played(PLAY_READABLE_REFUSED)) {
      return CKR_ATTRIBUTE_VALUE_INVALID;
    }
  }
  if (function == FN_C_UnwrapKey && played(PLAY_VALUE_LEN_WANTED) && !told) {
    return CKR_TEMPLATE_INCOMPLETE;
  }
  for (i = 0; i < 8; i++) changed[i] = v[i];
  changed[at - 1] = (word)sent;
  changed[at] = count;
  return play_gcm(function, changed);
}
