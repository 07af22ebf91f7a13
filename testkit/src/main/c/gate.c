#include "shim.h"

/*
 * Not a lock of the C library's: those prefer readers, and under load a command would wait for
 * ever. Here nobody new gets in while somebody waits for the module to be empty.
 */
static volatile word inside;
static volatile word closed;

static void shim_gate_enter(void) {
  for (;;) {
    atomic_add(&inside, 1);
    if (!atomic_get(&closed)) return;
    atomic_add(&inside, -1UL);
    usleep(100);
  }
}

static void shim_gate_exit(void) { atomic_add(&inside, -1UL); }

static void shim_gate_close(void) {
  atomic_add(&closed, 1);
  while (atomic_get(&inside)) usleep(50);
}

static void shim_gate_open(void) { atomic_add(&closed, -1UL); }
