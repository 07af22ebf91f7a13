#include "shim.h"

static void complain(const char *what, const char *why) {
  write(2, "shim: ", 6);
  write(2, what, strlen(what));
  write(2, ": ", 2);
  write(2, why, strlen(why));
  write(2, "\n", 1);
}

/* The path in SELF.real, without the end of its line; null where there is none. */
static char *real_path(const char *self) {
  static char path[4096];
  long length;
  int file = shim_open_beside(self, ".real", O_RDONLY);
  if (file < 0) return 0;
  length = read(file, path, sizeof(path) - 1);
  close(file);
  if (length <= 0) return 0;
  if (path[length - 1] == '\n') length--;
  path[length] = 0;
  return path;
}

static int shim_load_real(const char *self) {
  word (*get_function_list)(function_list **);
  char *path = real_path(self);
  void *library;
  if (!path) {
    complain(self, "the file .real beside it, with the path of the real module, cannot be read");
    return 0;
  }
  library = dlopen(path, RTLD_NOW);
  if (!library) {
    complain(path, dlerror());
    return 0;
  }
  get_function_list = (word(*)(function_list **))dlsym(library, "C_GetFunctionList");
  if (!get_function_list || get_function_list(&shim_real) != CKR_OK) {
    shim_real = 0;
    complain(path, "no PKCS#11 module");
    return 0;
  }
  return 1;
}
