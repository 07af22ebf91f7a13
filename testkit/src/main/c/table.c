#include "shim.h"

#define P1 word a
#define P2 P1, word b
#define P3 P2, word c
#define P4 P3, word d
#define P5 P4, word e
#define P6 P5, word f
#define P8 P6, word g, word h
#define A1 a
#define A2 A1, b
#define A3 A2, c
#define A4 A3, d
#define A5 A4, e
#define A6 A5, f
#define A8 A6, g, h

/* Functions that are only passed on. */
#define SPECIAL(name)
#define FORWARD(name, n)                                              \
  static word shim_##name(P##n) {                                     \
    word v[8] = {A##n};                                               \
    word answer = shim_handles_in(FN_##name, v);                      \
    call through;                                                     \
    if (!shim_enter(&through, FN_##name)) return through.answer;      \
    if (answer == CKR_OK) {                                           \
      answer = shim_played(FN_##name, v);                             \
      shim_handles_answered(answer);                                  \
    }                                                                 \
    if (answer == CKR_OK) shim_handles_out(FN_##name, v);             \
    return shim_leave(&through, answer);                              \
  }
#include "functions.def"
#undef SPECIAL
#undef FORWARD

static function_list shim_table = {
    {2, 40},
    {
#define SPECIAL(name) (void *)shim_##name,
#define FORWARD(name, n) (void *)shim_##name,
#include "functions.def"
#undef SPECIAL
#undef FORWARD
    }};

/* Arguments beyond those that the function has are not looked at by it. */
static word shim_call_real(enum function function, word a, word b, word c, word d, word e) {
  word (*real)(P5) = (word(*)(P5))shim_real->functions[function];
  return real ? real(a, b, c, d, e) : CKR_FUNCTION_NOT_SUPPORTED;
}

/* Once for the process; whoever comes second waits until the first is through. */
static int start(void) {
  static volatile word entered, finished;
  dl_info self;
  if (atomic_add(&entered, 1) == 1) {
    if (dladdr((void *)&shim_table, &self) && shim_load_real(self.file)) {
      /* The thread below must find its code as long as the process lives. */
      dlopen(self.file, RTLD_NOW | RTLD_NODELETE);
      shim_open_control(self.file);
      shim_start_polling();
    }
    atomic_set(&finished, 1);
  }
  while (!atomic_get(&finished)) usleep(100);
  return shim_real != 0;
}

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
word C_GetFunctionList(function_list **list) {
  if (!start()) return CKR_GENERAL_ERROR;
  return shim_C_GetFunctionList(list);
}
