#include "shim.h"

static int fails(call *c) {
  /* The end is written last by the test, so it is read first. */
  return c->number < atomic_get(shim_function_word(c->function, F_FAIL_END)) &&
         c->number >= atomic_get(shim_function_word(c->function, F_FAIL_FROM));
}

static enum fault fault(const call *c) {
  return (enum fault)atomic_get(shim_function_word(c->function, F_FAIL_HOW));
}

/* No machine has memory there. */
static volatile word nowhere = 0xdeaddeaddeaddeadUL;

static void end_process(const call *c) {
  switch (fault(c)) {
    case FAULT_CRASH:
      *(volatile int *)nowhere = 1;
      break;
    case FAULT_ABORT:
      abort();
      break;
    case FAULT_EXIT:
      _exit((int)atomic_get(shim_function_word(c->function, F_FAIL_CKR)));
      break;
    default:
      break;
  }
}

static void hold_up(enum function function) {
  word micros = atomic_get(shim_function_word(function, F_DELAY_MICROS));
  volatile word *hang = shim_function_word(function, F_HANG);
  volatile word *hanging = shim_function_word(function, F_HANGING);
  while (micros > 0) { /* some systems refuse a second and more */
    word step = micros < 500000 ? micros : 500000;
    usleep((unsigned int)step);
    micros -= step;
  }
  if (atomic_get(hang)) {
    atomic_add(hanging, 1);
    while (atomic_get(hang)) usleep(500);
    atomic_add(hanging, -1UL);
  }
}

/* Outside the gate until the real module is called: a command need not wait for a call that hangs. */
static int shim_enter(call *c, enum function function) {
  c->function = function;
  c->number = 0;
  if (shim_control) {
    c->number = atomic_add(shim_function_word(function, F_CALLS), 1);
    hold_up(function);
    if (fails(c)) end_process(c);
    if (fails(c) && fault(c) != FAULT_AFTER) {
      c->answer = atomic_get(shim_function_word(function, F_FAIL_CKR));
      return 0;
    }
  }
  shim_gate_enter();
  if (shim_outage_answers(function, &c->answer)) {
    shim_gate_exit();
    return 0;
  }
  return 1;
}

static word shim_leave(call *c, word answer) {
  shim_gate_exit();
  if (shim_control && fails(c) && fault(c) == FAULT_AFTER) {
    return atomic_get(shim_function_word(c->function, F_FAIL_CKR));
  }
  return answer;
}
