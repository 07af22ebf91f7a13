/* Atomic operations on words. Each is a full barrier. */
#ifndef SHIM_ATOMICS_H
#define SHIM_ATOMICS_H

#include "system.h"

#if defined(__TINYC__) && defined(__x86_64__)
/* Tiny C has no atomic builtins, but an assembler. */
static inline word atomic_add(volatile word *at, word delta) {
  word before = delta;
  __asm__ volatile("lock; xaddq %0, %1" : "+r"(before), "+m"(*at) : : "memory");
  return before + delta;
}
#elif defined(__TINYC__)
static inline word atomic_add(volatile word *at, word delta) { return *at += delta; }
#else
static inline word atomic_add(volatile word *at, word delta) {
  return __atomic_add_fetch(at, delta, __ATOMIC_SEQ_CST);
}
#endif

#if defined(__TINYC__)
static inline word atomic_get(volatile word *at) { return *at; }
static inline void atomic_set(volatile word *at, word value) {
  word barrier = 0;
  *at = value;
  atomic_add(&barrier, 1);
}
#else
static inline word atomic_get(volatile word *at) { return __atomic_load_n(at, __ATOMIC_SEQ_CST); }
static inline void atomic_set(volatile word *at, word value) {
  __atomic_store_n(at, value, __ATOMIC_SEQ_CST);
}
#endif

#endif
