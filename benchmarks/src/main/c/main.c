/*
 * The bound: a loop over the C_ calls that Kekkai makes, on the same module, with the same KEK and a
 * DEK of the same template. Reads from standard input, so that nothing secret is on the command line:
 *
 *   seven lines: module, module arguments, token label, path of the PIN file, KEK label, whether
 *                DEKs are sealed (yes or no), and a line that is empty, or has the label of an
 *                asymmetric KEK, what to open with it, and what comes of that, in hexadecimal
 *   run OPERATION BYTES THREADS MILLISECONDS     answers: ok OPERATIONS NANOSECONDS 0 0
 *   quit
 *
 * The last numbers of an answer would be bytes allocated on a Java heap and the time that the JIT
 * compiler took. An operation it does not
 * know is answered by "no: not offered"; after a failure it ends with a line on stderr.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"

enum { LINE = 1024, BATCH_NANOS = 50000, MAX_BATCH = 1 << 16 };

typedef struct {
  Worker *worker;
  Operation operation;
  pthread_barrier_t *start;
  uint64_t nanos;
  uint64_t done;
  uint64_t took;
} Job;

void die(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fputs("C loop: ", stderr);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
  va_end(args);
  exit(1);
}

void check(CK_RV rv, const char *function) {
  if (rv != CKR_OK) {
    die("%s: 0x%lX", function, rv);
  }
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Looks at the clock once per batch, and finds a batch that takes long against that look. */
static void *loop(void *argument) {
  Job *job = argument;
  uint64_t begin, end, before, after;
  unsigned batch = 1;
  unsigned i;
  pthread_barrier_wait(job->start);
  begin = now();
  end = begin + job->nanos;
  after = begin;
  do {
    before = after;
    for (i = 0; i < batch; i++) {
      job->operation(job->worker);
    }
    job->done += batch;
    after = now();
    if (after - before < BATCH_NANOS && batch < MAX_BATCH) {
      batch *= 2;
    }
  } while (after < end);
  job->took = after - begin;
  return 0;
}

static void measure(Token *token, Worker *workers, int *prepared, Operation operation,
                    CK_ULONG size, int threads, uint64_t millis) {
  Job jobs[MAX_THREADS];
  pthread_t ids[MAX_THREADS];
  pthread_barrier_t start;
  uint64_t done = 0, took = 0;
  int i;
  for (i = 0; i < threads; i++) {
    Job job = {&workers[i], operation, &start, millis * 1000000u, 0, 0};
    if (i == *prepared) {
      prepare(&workers[i], token, (uint32_t)i);
      (*prepared)++;
    }
    prove(&workers[i], operation, size);
    jobs[i] = job;
  }
  pthread_barrier_init(&start, 0, (unsigned)threads);
  for (i = 0; i < threads; i++) {
    if (pthread_create(&ids[i], 0, loop, &jobs[i]) != 0) {
      die("cannot start %d threads", threads);
    }
  }
  for (i = 0; i < threads; i++) {
    pthread_join(ids[i], 0);
    done += jobs[i].done;
    took = jobs[i].took > took ? jobs[i].took : took;
  }
  pthread_barrier_destroy(&start);
  printf("ok %llu %llu 0 0\n", (unsigned long long)done, (unsigned long long)took);
}

static char *read_line(char *line) {
  if (fgets(line, LINE, stdin) == 0) {
    exit(0);
  }
  line[strcspn(line, "\n")] = 0;
  return line;
}

static void read_pin(const char *path, char *pin) {
  FILE *file = fopen(path, "r");
  if (file == 0 || fgets(pin, LINE, file) == 0) {
    die("cannot read the PIN file");
  }
  fclose(file);
  pin[strcspn(pin, "\r\n")] = 0;
}

/* Blank-padded, as PKCS#11 has its texts. */
static char *trimmed(const CK_BYTE *padded, char *text) {
  size_t length = 32;
  memcpy(text, padded, length);
  while (length > 0 && text[length - 1] == ' ') {
    length--;
  }
  text[length] = 0;
  return text;
}

static void open_from_input(Token *token) {
  static char module[LINE], args[LINE], label[LINE], path[LINE], kek[LINE], sealed[LINE];
  static char private_kek[LINE];
  char pin[LINE], maker[33], name[33];
  CK_INFO info;
  read_line(module);
  read_line(args);
  read_line(label);
  read_pin(read_line(path), pin);
  read_line(kek);
  read_line(sealed);
  read_line(private_kek);
  open_token(token, module, args, label, pin, kek, strcmp(sealed, "yes") == 0);
  memset(pin, 0, sizeof pin);
  if (*private_kek != 0) {
    read_private_kek(token, private_kek);
  }
  check(token->p11->C_GetInfo(&info), "C_GetInfo");
  printf("ready %s: %s %d.%d\n", trimmed(info.manufacturerID, maker),
         trimmed(info.libraryDescription, name), info.libraryVersion.major,
         info.libraryVersion.minor);
}

int main(void) {
  static Worker workers[MAX_THREADS];
  Token token;
  char line[LINE], name[LINE];
  unsigned long size;
  unsigned long long millis;
  int threads;
  int prepared = 0;
  setvbuf(stdout, 0, _IOLBF, LINE);
  memset(&token, 0, sizeof token);
  open_from_input(&token);
  while (strcmp(read_line(line), "quit") != 0) {
    Operation operation;
    if (sscanf(line, "run %1000s %lu %d %llu", name, &size, &threads, &millis) != 4 || threads < 1
        || threads > MAX_THREADS || size > MAX_MESSAGE) {
      die("not understood: %s", line);
    }
    operation = find_operation(name);
    if (operation == 0) {
      puts("no: not offered");
    } else {
      measure(&token, workers, &prepared, operation, size, threads, millis);
    }
  }
  check(token.p11->C_Finalize(0), "C_Finalize");
  return 0;
}
