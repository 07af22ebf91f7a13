#include "shim.h"

static word shim_C_Initialize(initialize_args *args) {
  call c;
  word answer;
  if (!shim_enter(&c, FN_C_Initialize)) return c.answer;
  answer = shim_call_real(FN_C_Initialize, (word)args, 0, 0, 0, 0);
  if (answer == CKR_OK) {
    shim_handles_begin();
    shim_application_initialized(args);
  }
  return shim_leave(&c, answer);
}

static word shim_C_Finalize(void *reserved) {
  call c;
  word answer;
  if (!shim_enter(&c, FN_C_Finalize)) return c.answer;
  answer = shim_call_real(FN_C_Finalize, (word)reserved, 0, 0, 0, 0);
  if (answer == CKR_OK) shim_application_finalized();
  return shim_leave(&c, answer);
}

static word shim_C_GetFunctionList(function_list **list) {
  *list = &shim_table;
  return CKR_OK;
}

static word shim_C_GetTokenInfo(word slot, word *info) {
  call c;
  word answer, v[8] = {slot, (word)info};
  if (!shim_enter(&c, FN_C_GetTokenInfo)) return c.answer;
  answer = shim_played(FN_C_GetTokenInfo, v);
  if (answer == CKR_OK && shim_control) {
    info[TOKEN_INFO_FLAGS] |= atomic_get(&shim_control[W_FLAGS_OR]);
    info[TOKEN_INFO_FLAGS] &= ~atomic_get(&shim_control[W_FLAGS_AND_NOT]);
    if (atomic_get(&shim_control[W_MAX_SESSIONS_SET])) {
      info[TOKEN_INFO_MAX_SESSION_COUNT] = atomic_get(&shim_control[W_MAX_SESSIONS]);
    }
  }
  return shim_leave(&c, answer);
}

static word shim_C_OpenSession(word slot, word flags, void *application, void *notify, word *session) {
  call c;
  word answer, v[8] = {slot, flags, (word)application, (word)notify, (word)session};
  if (!shim_enter(&c, FN_C_OpenSession)) return c.answer;
  answer = shim_played(FN_C_OpenSession, v);
  if (answer == CKR_OK) {
    shim_session_opened(slot, *session);
    shim_handles_out(FN_C_OpenSession, v);
  }
  return shim_leave(&c, answer);
}

static word shim_C_CloseSession(word session) {
  call c;
  word v[8] = {session};
  word answer = shim_handles_in(FN_C_CloseSession, v);
  if (!shim_enter(&c, FN_C_CloseSession)) return c.answer;
  if (answer == CKR_OK) {
    /* Forgotten first: as soon as it is closed the module may give its number to another one. */
    shim_session_closed(v[0]);
    shim_played_session_closed(v[0]);
    answer = shim_call_real(FN_C_CloseSession, v[0], 0, 0, 0, 0);
    shim_handles_answered(answer);
  }
  return shim_leave(&c, answer);
}

static word shim_C_CloseAllSessions(word slot) {
  call c;
  word answer;
  if (!shim_enter(&c, FN_C_CloseAllSessions)) return c.answer;
  answer = shim_call_real(FN_C_CloseAllSessions, slot, 0, 0, 0, 0);
  if (answer == CKR_OK) shim_sessions_closed(slot);
  return shim_leave(&c, answer);
}

/* It may wait for ever, so it is outside the gate: C_Finalize is what ends it. */
static word shim_C_WaitForSlotEvent(word flags, word *slot, void *reserved) {
  call c;
  if (!shim_enter(&c, FN_C_WaitForSlotEvent)) return c.answer;
  shim_gate_exit();
  c.answer = shim_call_real(FN_C_WaitForSlotEvent, flags, (word)slot, (word)reserved, 0, 0);
  shim_gate_enter();
  return shim_leave(&c, c.answer);
}
