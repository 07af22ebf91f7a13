/*
 * A PKCS#11 module that passes every call to a real one, and on the way counts it, fails it, holds
 * it up, or takes the real module down, as a test says through a file.
 *
 * Beside the library SELF lie SELF.real, whose text is the path of the real module, and SELF.ctl,
 * the control block. Without SELF.ctl calls are only passed on.
 */
#ifndef SHIM_H
#define SHIM_H

#include "atomics.h"

enum function {
#define SPECIAL(name) FN_##name,
#define FORWARD(name, arguments) FN_##name,
#include "functions.def"
#undef SPECIAL
#undef FORWARD
  FUNCTIONS
};

/*
 * The control block: 64-bit words in the machine's order, 64 for the whole and then 8 for each
 * function. ShimControl.java has the same numbers.
 */
enum control_word {
  W_MAGIC,           /* MAGIC */
  W_COMMAND_NUMBER,  /* the test adds 1 when the command's other words are written */
  W_COMMAND,         /* enum command */
  W_COMMAND_NANOS,   /* how long to stay down */
  W_COMMAND_CKR,     /* what to answer then */
  W_DONE_NUMBER,     /* the command that was carried out last */
  W_DONE_CKR,        /* what the real module said to it */
  W_PHASE,           /* enum phase */
  W_BACK_NANOS,      /* CLOCK_MONOTONIC when the last outage ended */
  W_OPEN_SESSIONS,
  W_FLAGS_OR,        /* C_GetTokenInfo's flags: set these, */
  W_FLAGS_AND_NOT,   /* then clear these */
  W_MAX_SESSIONS_SET,
  W_MAX_SESSIONS,    /* ulMaxSessionCount, where W_MAX_SESSIONS_SET is not 0 */
  W_PROCESS,         /* the process that loaded the shim last */
  W_TAG_HANDLES,     /* not 0 when C_Initialize is called: handles.c */
  W_DEAD_HANDLES,    /* calls with handles that mean nothing any more */
  W_PLAYED,          /* enum behaviour: of which vendor's module, set before it is loaded */
  W_RFC3394,         /* the vendor's numbers for these mechanisms */
  W_RFC5649,
  W_MAX_BYTES,       /* most data of one AES-GCM; 0: any */
  W_MANUFACTURER,    /* texts that fill several words; their first byte 0: the real module's */
  W_DESCRIPTION = W_MANUFACTURER + 4,
  W_MODEL = W_DESCRIPTION + 4,
  W_FUNCTIONS = 64
};

/* played/ */
enum behaviour {
  PLAY_USER_PIN = 1,           /* login.c: "user:password" */
  PLAY_READ_WRITE_ONLY = 2,    /* login.c: no session for reading only */
  PLAY_READABLE_REFUSED = 4,   /* templates.c: CKA_SENSITIVE=false is refused */
  PLAY_SENSITIVE_ALWAYS = 8,   /* templates.c: CKA_SENSITIVE is true whatever was asked for */
  PLAY_PLAIN_KEYS = 16,        /* templates.c: no CKA_ALLOWED_MECHANISMS, no CKA_UNWRAP_TEMPLATE */
  PLAY_IV_IN_PARAMETERS = 32,  /* gcm.c: the HSM's IV is written where the caller's would be */
  PLAY_IV_AFTER_TAG = 64,      /* gcm.c: the HSM's IV follows the tag */
  PLAY_NO_WRAP = 128,          /* absent.c, mechanisms.c: no C_WrapKey, no C_UnwrapKey, no AES */
  PLAY_OWN_NUMBERS = 256,      /* mechanisms.c: W_RFC3394 and W_RFC5649 */
  PLAY_PKCS7_AT_210A = 512,    /* padding.c: 0x210A is PKCS#7 and RFC 3394 */
  PLAY_NAMES = 1024,           /* info.c alone */
  PLAY_VALUE_LEN_WANTED = 2048, /* templates.c: C_UnwrapKey has to be told CKA_VALUE_LEN */
  PLAY_IV_BEFORE = 4096,       /* gcm.c: the HSM's IV comes before the ciphertext */
  PLAY_ANY = 8191
};

/* The words of one function. */
enum {
  F_CALLS,
  F_FAIL_FROM,  /* number of the first call that fails */
  F_FAIL_END,   /* and of the next that does not */
  F_FAIL_CKR,
  F_FAIL_HOW,   /* enum fault */
  F_DELAY_MICROS,
  F_HANG,       /* calls wait while this is not 0 */
  F_HANGING,    /* how many of them do */
  F_WORDS
};

enum fault {
  FAULT_BEFORE, /* the real function is not called */
  FAULT_AFTER,  /* it is called first, and its answer lost */
  FAULT_CRASH,  /* a bad pointer ends the process */
  FAULT_ABORT,  /* as a failed assertion does */
  FAULT_EXIT    /* with status F_FAIL_CKR */
};

#define MAGIC 0x314d49445348494bUL
#define CONTROL_BYTES ((W_FUNCTIONS + FUNCTIONS * F_WORDS) * sizeof(word))

enum command {
  COMMAND_REBOOT = 1,   /* down, then initialised again by the shim */
  COMMAND_FINALIZE,     /* down, then not initialised until the application does it */
  COMMAND_REINITIALIZE, /* finalised and initialised at once */
  COMMAND_LOGOUT,
  COMMAND_CLOSE_ALL_SESSIONS,
  COMMAND_END /* finalised for good; the shim looks no longer for commands */
};

enum phase {
  PHASE_UP,          /* calls are passed on */
  PHASE_REBOOTING,   /* calls answer a CKR; then the shim initialises the real module */
  PHASE_FINALIZING,  /* calls answer a CKR; then PHASE_FINALIZED */
  PHASE_FINALIZED,   /* calls answer CKR_CRYPTOKI_NOT_INITIALIZED, but C_Initialize is passed on */
  PHASE_ENDED        /* nothing is passed on: the module belongs to the next test */
};

/* One call on its way through. */
typedef struct {
  enum function function;
  word number;
  word answer;
} call;

/* call.c: count it, hold it up, fail it. Where enter says 0, call->answer is the answer. */
static int shim_enter(call *c, enum function function);
static word shim_leave(call *c, word answer);

/* control.c */
static volatile word *shim_control; /* null without a control file */
static volatile word *shim_function_word(enum function function, int which);
/* A file whose name is that of the shim with a suffix; negative: none. */
static int shim_open_beside(const char *self, const char *suffix, int flags);
static void shim_open_control(const char *self);

/* gate.c: calls inside the real module share it, a command has it for itself. */
static void shim_gate_enter(void);
static void shim_gate_exit(void);
static void shim_gate_close(void);
static void shim_gate_open(void);

/*
 * handles.c: after C_Initialize; before a call, where anything but CKR_OK is the answer; after one
 * that worked; and what the real module said.
 */
static void shim_handles_begin(void);
static word shim_handles_in(enum function function, word *arguments);
static void shim_handles_out(enum function function, const word *arguments);
static void shim_handles_answered(word answer);

/* outage.c: the real module's state as the shim sees it. Both are called inside the gate. */
static int shim_outage_answers(enum function function, word *answer);
static void shim_application_initialized(const initialize_args *args);
static void shim_application_finalized(void);
/* With the gate closed. */
static word shim_carry_out(enum command command, word nanos, word ckr);
static void shim_end_outage_in_time(void);

/* poll.c */
static void shim_start_polling(void);
static word shim_now(void);

/* real.c */
static function_list *shim_real;
static int shim_load_real(const char *self);

/* sessions.c: which are open, as far as this process knows. */
static void shim_session_opened(word slot, word session);
static void shim_session_closed(word session);
static void shim_sessions_closed(word slot);
static void shim_sessions_gone(void);
static word shim_logout_everywhere(void);
static word shim_close_everywhere(void);

/* played/chain.c: the real module's function, or what a vendor's module does of it. */
static word shim_played(enum function function, word *v);

/* table.c */
static function_list shim_table;
static word shim_call_real(enum function function, word a, word b, word c, word d, word e);

/* special.c */
static word shim_C_Initialize(initialize_args *args);
static word shim_C_Finalize(void *reserved);
static word shim_C_GetFunctionList(function_list **list);
static word shim_C_GetTokenInfo(word slot, word *info);
static word shim_C_OpenSession(word slot, word flags, void *application, void *notify, word *session);
static word shim_C_CloseSession(word session);
static word shim_C_CloseAllSessions(word slot);
static word shim_C_WaitForSlotEvent(word flags, word *slot, void *reserved);

#endif
