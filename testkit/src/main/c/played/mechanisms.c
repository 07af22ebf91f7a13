/* Key wrapping under numbers of the vendor's own, and mechanisms that are not there. */
#define CKF_WRAP_AND_UNWRAP 0x60000UL
#define MECHANISM_INFO_FLAGS 2

/* The number that the vendor has for a mechanism of the real module; 0: it is not there. */
static word shown(word real) {
  if (played(PLAY_NO_WRAP) && ((real >= 0x1080 && real <= 0x10FF) || real >> 4 == 0x210)) return 0;
  if (!played(PLAY_OWN_NUMBERS) || real >> 4 != 0x210) return real;
  if (real == CKM_AES_KEY_WRAP) return atomic_get(&shim_control[W_RFC3394]);
  return real == CKM_AES_KEY_WRAP_PAD ? atomic_get(&shim_control[W_RFC5649]) : 0;
}

/* The other way round. */
static word meant(word number) {
  if (played(PLAY_OWN_NUMBERS)) {
    if (number == atomic_get(&shim_control[W_RFC3394])) return CKM_AES_KEY_WRAP;
    if (number == atomic_get(&shim_control[W_RFC5649])) return CKM_AES_KEY_WRAP_PAD;
  }
  return shown(number) == number ? number : 0;
}

static void show_list(word *list, word *count) {
  word i, kept = 0;
  for (i = 0; i < *count; i++) {
    word number = shown(list[i]);
    if (number) list[kept++] = number;
  }
  *count = kept;
}

static word play_mechanisms(enum function function, word *v) {
  word answer, number;
  switch (function) {
    case FN_C_GetMechanismList:
      answer = shim_pass_on(function, v);
      if (answer == CKR_OK && v[1]) show_list((word *)v[1], (word *)v[2]);
      return answer;
    case FN_C_GetMechanismInfo: {
      word changed[8] = {v[0], meant(v[1]), v[2]};
      if (!changed[1]) return CKR_MECHANISM_INVALID;
      answer = shim_pass_on(function, changed);
      if (answer == CKR_OK && played(PLAY_NO_WRAP)) {
        ((word *)v[2])[MECHANISM_INFO_FLAGS] &= ~CKF_WRAP_AND_UNWRAP;
      }
      return answer;
    }
    case FN_C_EncryptInit:
    case FN_C_DecryptInit:
    case FN_C_GenerateKey:
    case FN_C_WrapKey:
    case FN_C_UnwrapKey: {
      mechanism *asked = (mechanism *)v[1];
      mechanism real = *asked;
      word changed[8], i;
      number = meant(asked->number);
      if (!number) return CKR_MECHANISM_INVALID;
      if (number == asked->number) return play_padding(function, v);
      for (i = 0; i < 8; i++) changed[i] = v[i];
      changed[1] = (word)&real;
      real.number = number;
      real.parameter = 0; /* the RFC's own IV, or none: the same to the real module */
      real.length = 0;
      return play_padding(function, changed);
    }
    default:
      return shim_pass_on(function, v);
  }
}
