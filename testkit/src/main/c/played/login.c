/*
 * A user logs in with "user:password", and with a session for reading and writing. Any other shape
 * of PIN is a wrong PIN, which an HSM counts as a try.
 */
#define CKU_USER 1
#define CKF_RW_SESSION 2

static word play_login(enum function function, word *v) {
  word changed[8], i;
  if (function == FN_C_OpenSession && played(PLAY_READ_WRITE_ONLY) && !(v[1] & CKF_RW_SESSION)) {
    return CKR_FUNCTION_FAILED;
  }
  if (function != FN_C_Login || !played(PLAY_USER_PIN) || v[1] != CKU_USER) {
    return play_absent(function, v);
  }
  for (i = 0; i < v[3]; i++) {
    if (((const char *)v[2])[i] == ':' && i > 0 && i + 1 < v[3]) {
      changed[0] = v[0];
      changed[1] = v[1];
      changed[2] = v[2] + i + 1;
      changed[3] = v[3] - i - 1;
      return play_absent(function, changed);
    }
  }
  return CKR_PIN_INCORRECT;
}
