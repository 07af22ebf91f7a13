/*
 * PKCS#11 libraries that are no good, one for each HOW: for tests of who loads a module. Built by
 * tools/build-shim, without headers and without linking.
 */
#define CRASH_ON_LOAD 1
#define CRASH_IN_INITIALIZE 2
#define HANG_IN_INITIALIZE 3
#define FAIL_IN_INITIALIZE 4
#define EXIT_IN_INITIALIZE 5

#define CKR_OK 0UL
#define CKR_DEVICE_ERROR 0x30UL
#define CKR_FUNCTION_NOT_SUPPORTED 0x54UL
#define FUNCTIONS 68 /* of CK_FUNCTION_LIST in version 2.40 */

typedef unsigned long answer;

extern unsigned int sleep(unsigned int seconds);
extern void _exit(int status);

struct function_list {
  unsigned char major, minor;
  answer (*functions[FUNCTIONS])(void);
};

static struct function_list list;

/* No machine has memory there. */
static volatile unsigned long nowhere = 0xdeaddeaddeaddeadUL;

static void crash(void) {
  *(volatile int *)nowhere = 1;
}

static answer not_supported(void) {
  return CKR_FUNCTION_NOT_SUPPORTED;
}

static answer initialize(void) {
#if HOW == CRASH_IN_INITIALIZE
  crash();
#elif HOW == HANG_IN_INITIALIZE
  for (;;) {
    sleep(60);
  }
#elif HOW == FAIL_IN_INITIALIZE
  return CKR_DEVICE_ERROR;
#elif HOW == EXIT_IN_INITIALIZE
  _exit(3);
#endif
  return CKR_OK;
}

#if HOW == CRASH_ON_LOAD
/* What the loader calls when the library has been mapped. */
void _init(void) {
  crash();
}
#endif

answer C_GetFunctionList(struct function_list **out) {
#if HOW == CRASH_ON_LOAD
  crash();
#endif
  list.major = 2;
  list.minor = 40;
  for (int i = 0; i < FUNCTIONS; i++) {
    list.functions[i] = not_supported;
  }
  list.functions[0] = initialize;
  *out = &list;
  return CKR_OK;
}
