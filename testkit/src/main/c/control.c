#include "shim.h"

static int shim_open_beside(const char *self, const char *suffix, int flags) {
  char path[4096];
  word length = strlen(self), more = strlen(suffix) + 1, i;
  if (length + more > sizeof(path)) return -1;
  for (i = 0; i < length; i++) path[i] = self[i];
  for (i = 0; i < more; i++) path[length + i] = suffix[i];
  return open(path, flags);
}

/* Maps SELF.ctl. A file that is missing or too short leaves the shim a mere pass-through. */
static void shim_open_control(const char *self) {
  int file = shim_open_beside(self, ".ctl", O_RDWR);
  volatile word *control;
  if (file < 0) return;
  if (lseek(file, 0, SEEK_END) >= (long)CONTROL_BYTES) {
    control = mmap(0, CONTROL_BYTES, PROT_READ_WRITE, MAP_SHARED, file, 0);
    if (control != MAP_FAILED && control[W_MAGIC] == MAGIC) {
      control[W_PROCESS] = (word)getpid();
      shim_control = control;
    }
  }
  close(file);
}

static volatile word *shim_function_word(enum function function, int which) {
  return shim_control + W_FUNCTIONS + (word)function * F_WORDS + (word)which;
}
