#include "shim.h"

#define ROOM 16384

static struct {
  word slot;
  word handle;
} sessions[ROOM];
static word count;
static volatile word locked;

static void lock(void) {
  while (atomic_add(&locked, 1) != 1) {
    atomic_add(&locked, -1UL);
    usleep(10);
  }
}

/* The number that all processes share goes up and down with ours. */
static void unlock(word before) {
  if (shim_control) atomic_add(&shim_control[W_OPEN_SESSIONS], count - before);
  atomic_add(&locked, -1UL);
}

static void shim_session_opened(word slot, word session) {
  word before;
  lock();
  before = count;
  if (count < ROOM) {
    sessions[count].slot = slot;
    sessions[count].handle = session;
    count++;
  }
  unlock(before);
}

static void shim_session_closed(word session) {
  word before, i;
  lock();
  before = count;
  for (i = 0; i < count; i++) {
    if (sessions[i].handle == session) {
      sessions[i] = sessions[--count];
      break;
    }
  }
  unlock(before);
}

static void shim_sessions_closed(word slot) {
  word before, i = 0;
  lock();
  before = count;
  while (i < count) {
    if (sessions[i].slot == slot) {
      sessions[i] = sessions[--count];
    } else {
      i++;
    }
  }
  unlock(before);
}

static void shim_sessions_gone(void) {
  word before;
  lock();
  before = count;
  count = 0;
  unlock(before);
}

/* The gate is closed, so nothing changes meanwhile. A login belongs to a slot, so once for each. */
static word shim_logout_everywhere(void) {
  word answer = CKR_OK, i, j;
  for (i = 0; i < count; i++) {
    for (j = 0; j < i && sessions[j].slot != sessions[i].slot; j++) {
    }
    if (j == i) {
      word one = shim_call_real(FN_C_Logout, sessions[i].handle, 0, 0, 0, 0);
      if (answer == CKR_OK) answer = one;
    }
  }
  return answer;
}

static word shim_close_everywhere(void) {
  word answer = CKR_OK;
  while (count > 0) {
    word slot = sessions[0].slot;
    word one = shim_call_real(FN_C_CloseAllSessions, slot, 0, 0, 0, 0);
    if (answer == CKR_OK) answer = one;
    shim_sessions_closed(slot);
  }
  return answer;
}
