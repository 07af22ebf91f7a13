/*
 * What the shim needs of the C library and of PKCS#11, declared here: it has to compile where no
 * header but the compiler's own is installed. Linux with 64-bit longs.
 */
#ifndef SHIM_SYSTEM_H
#define SHIM_SYSTEM_H

/* A CK_ULONG, a handle, flags or a pointer: the calling conventions treat them alike. */
typedef unsigned long word;

#define CKR_OK 0UL
#define CKR_GENERAL_ERROR 5UL
#define CKR_FUNCTION_NOT_SUPPORTED 0x54UL
#define CKR_CRYPTOKI_NOT_INITIALIZED 0x190UL
#define CKR_CRYPTOKI_ALREADY_INITIALIZED 0x191UL

typedef struct {
  unsigned char version[2];
  void *functions[68];
} function_list;

/* CK_C_INITIALIZE_ARGS */
typedef struct {
  void *mutex_functions[4];
  word flags;
  void *reserved;
} initialize_args;

/* The places, in words, of two fields in CK_TOKEN_INFO; 96 bytes of text come first. */
#define TOKEN_INFO_FLAGS 12
#define TOKEN_INFO_MAX_SESSION_COUNT 13

typedef struct {
  const char *file;
  void *base;
  const char *symbol;
  void *address;
} dl_info;

typedef struct {
  long seconds;
  long nanos;
} time_spec;

#define RTLD_NOW 2
#define RTLD_NODELETE 0x1000
#define O_RDONLY 0
#define O_RDWR 2
#define SEEK_END 2
#define PROT_READ_WRITE 3
#define MAP_SHARED 1
#define MAP_FAILED ((void *)-1)
#define CLOCK_MONOTONIC 1
#define SIG_SETMASK 2

void *dlopen(const char *file, int mode);
void *dlsym(void *library, const char *symbol);
char *dlerror(void);
int dladdr(const void *address, dl_info *info);
int pthread_create(word *thread, const void *attributes, void *(*run)(void *), void *argument);
int pthread_detach(word thread);
int pthread_sigmask(int how, const void *set, void *old);
int open(const char *file, int flags, ...);
long read(int file, void *buffer, word length);
long write(int file, const void *buffer, word length);
long lseek(int file, long offset, int from);
int close(int file);
void *mmap(void *address, word length, int protection, int flags, int file, long offset);
int usleep(unsigned int micros);
int clock_gettime(int clock, time_spec *time);
int getpid(void);
void *malloc(word size);
void free(void *memory);
void abort(void);
void _exit(int status);
word strlen(const char *text);

#endif
