#include "played.h"

#include "padding.c"
#include "mechanisms.c"
#include "gcm.c"
#include "templates.c"
#include "absent.c"
#include "login.c"
#include "info.c"

static word played(word behaviours) {
  return shim_control ? atomic_get(&shim_control[W_PLAYED]) & behaviours : 0;
}

static word shim_pass_on(enum function function, const word *v) {
  word (*real)(word, word, word, word, word, word, word, word) =
      (word(*)(word, word, word, word, word, word, word, word))shim_real->functions[function];
  /* Arguments beyond those that the function has are not looked at by it. */
  return real ? real(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]) : CKR_FUNCTION_NOT_SUPPORTED;
}

static word shim_played(enum function function, word *v) {
  word answer;
  if (!played(PLAY_ANY)) return shim_pass_on(function, v);
  answer = play_login(function, v);
  if (answer == CKR_OK && function == FN_C_GetInfo) play_module_info((unsigned char *)v[0]);
  if (answer == CKR_OK && function == FN_C_GetTokenInfo) play_token_info((unsigned char *)v[1]);
  return answer;
}
