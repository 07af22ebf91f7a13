#include "shim.h"

static volatile word phase = PHASE_UP;
static word down_ckr;
static word down_until;

/* Whether the application believes to have initialised the module, and how it did. */
static volatile word initialized;
static initialize_args saved;
static int saved_null;

static void set_phase(enum phase next) {
  atomic_set(&phase, (word)next);
  atomic_set(&shim_control[W_PHASE], (word)next);
}

static int shim_outage_answers(enum function function, word *answer) {
  switch (atomic_get(&phase)) {
    case PHASE_REBOOTING:
    case PHASE_FINALIZING:
      *answer = down_ckr;
      return 1;
    case PHASE_FINALIZED:
      *answer = CKR_CRYPTOKI_NOT_INITIALIZED;
      return function != FN_C_Initialize;
    case PHASE_ENDED:
      *answer = function == FN_C_Initialize ? CKR_GENERAL_ERROR : CKR_CRYPTOKI_NOT_INITIALIZED;
      return 1;
    default:
      return 0;
  }
}

static void forget_args(void) {
  if (saved.reserved) free(saved.reserved);
  saved.reserved = 0;
}

static void shim_application_initialized(const initialize_args *args) {
  forget_args();
  saved_null = !args;
  if (args) {
    saved = *args;
    if (args->reserved) { /* a text wherever it is in use */
      const char *text = args->reserved;
      word i, size = strlen(text) + 1;
      char *copy = malloc(size);
      for (i = 0; copy && i < size; i++) copy[i] = text[i];
      saved.reserved = copy;
    }
  }
  atomic_set(&initialized, 1);
  if (shim_control) set_phase(PHASE_UP);
}

static void shim_application_finalized(void) {
  atomic_set(&initialized, 0);
  shim_sessions_gone();
}

static word initialize_again(void) {
  word answer = shim_call_real(FN_C_Initialize, saved_null ? 0 : (word)&saved, 0, 0, 0, 0);
  if (answer == CKR_OK) shim_handles_begin();
  return answer;
}

static word finalize(void) {
  shim_sessions_gone();
  return shim_call_real(FN_C_Finalize, 0, 0, 0, 0, 0);
}

/* Takes the module down, if it is up. */
static word go_down(enum phase next, word nanos, word ckr) {
  word answer = CKR_OK;
  if (atomic_get(&initialized) && atomic_get(&phase) == PHASE_UP) answer = finalize();
  down_ckr = ckr;
  down_until = shim_now() + nanos;
  set_phase(next);
  shim_end_outage_in_time();
  return answer;
}

static word reinitialize(void) {
  word answer;
  if (!atomic_get(&initialized) || atomic_get(&phase) != PHASE_UP) {
    return CKR_CRYPTOKI_NOT_INITIALIZED;
  }
  answer = finalize();
  if (answer == CKR_OK) answer = initialize_again();
  shim_control[W_BACK_NANOS] = shim_now();
  return answer;
}

static word shim_carry_out(enum command command, word nanos, word ckr) {
  int up = atomic_get(&initialized) && atomic_get(&phase) == PHASE_UP;
  switch (command) {
    case COMMAND_REBOOT:
      return go_down(PHASE_REBOOTING, nanos, ckr);
    case COMMAND_FINALIZE:
      return go_down(PHASE_FINALIZING, nanos, ckr);
    case COMMAND_END:
      return go_down(PHASE_ENDED, 0, 0);
    case COMMAND_REINITIALIZE:
      return reinitialize();
    case COMMAND_LOGOUT:
      return up ? shim_logout_everywhere() : CKR_CRYPTOKI_NOT_INITIALIZED;
    case COMMAND_CLOSE_ALL_SESSIONS:
      return up ? shim_close_everywhere() : CKR_CRYPTOKI_NOT_INITIALIZED;
    default:
      return CKR_FUNCTION_NOT_SUPPORTED;
  }
}

/* Called with the gate closed, again and again. */
static void shim_end_outage_in_time(void) {
  word now = shim_now();
  word p = atomic_get(&phase);
  if ((p != PHASE_REBOOTING && p != PHASE_FINALIZING) || now < down_until) return;
  if (p == PHASE_REBOOTING) {
    if (atomic_get(&initialized) && initialize_again() != CKR_OK) {
      down_until = now + 10000000; /* the real module is not back yet: again in 10 ms */
      return;
    }
    set_phase(PHASE_UP);
  } else {
    atomic_set(&initialized, 0);
    set_phase(PHASE_FINALIZED);
  }
  atomic_set(&shim_control[W_BACK_NANOS], shim_now());
}
