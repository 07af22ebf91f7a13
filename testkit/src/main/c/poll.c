#include "shim.h"

static word shim_now(void) {
  time_spec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (word)t.seconds * 1000000000UL + (word)t.nanos;
}

/* Looks for commands until the last one. */
static void *poll(void *unused) {
  word done = atomic_get(&shim_control[W_DONE_NUMBER]);
  enum command command = 0;
  (void)unused;
  while (command != COMMAND_END) {
    word number = atomic_get(&shim_control[W_COMMAND_NUMBER]);
    word phase = atomic_get(&shim_control[W_PHASE]);
    if (number != done) {
      command = (enum command)shim_control[W_COMMAND];
      shim_gate_close();
      shim_control[W_DONE_CKR] = shim_carry_out(
          command, shim_control[W_COMMAND_NANOS], shim_control[W_COMMAND_CKR]);
      shim_gate_open();
      done = number;
      atomic_set(&shim_control[W_DONE_NUMBER], done);
    } else if (phase == PHASE_REBOOTING || phase == PHASE_FINALIZING) {
      shim_gate_close();
      shim_end_outage_in_time();
      shim_gate_open();
    }
    usleep(1000);
  }
  return 0;
}

/* On a thread that gets no signals: those are for the program's own threads. */
static void shim_start_polling(void) {
  word all[16], before[16], thread;
  int i;
  /* Whoever plays a vendor takes no commands; a shim over it does. */
  if (!shim_control || atomic_get(&shim_control[W_PLAYED])) return;
  for (i = 0; i < 16; i++) all[i] = ~0UL;
  pthread_sigmask(SIG_SETMASK, all, before);
  if (pthread_create(&thread, 0, poll, 0) == 0) pthread_detach(thread);
  pthread_sigmask(SIG_SETMASK, before, 0);
}
