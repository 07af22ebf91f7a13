/* What the parts of the C loop share. */
#ifndef KEKKAI_BENCH_H
#define KEKKAI_BENCH_H

#include <stdint.h>

#include "pkcs11.h"

enum {
  MAX_THREADS = 64,
  DEK_BYTES = 32,
  BLOB_BYTES = 40,
  IV_BYTES = 12,
  TAG_BYTES = 16,
  AAD_BYTES = 16,
  MAX_TEMPLATE = 20,
  MAX_INPUT = 1024,
  MAX_SECRET = 66, /* the field of P-521 */
  MAX_MESSAGE = 1 << 24
};

/* The private half of an asymmetric KEK, something to open with it, and what comes of that. */
typedef struct {
  CK_HANDLE key; /* 0 when there is none */
  CK_BYTE input[MAX_INPUT];
  CK_ULONG input_length;
  CK_BYTE secret[MAX_SECRET];
  CK_ULONG secret_length;
} PrivateKek;

/* The token, logged in; its KEK, and one DEK that all threads use, as Kekkai's threads do. */
typedef struct {
  CK_FUNCTION_LIST *p11;
  CK_ULONG slot;
  CK_HANDLE owner; /* the session that owns the DEK */
  CK_HANDLE kek;
  char kek_label[64];
  CK_HANDLE dek;
  PrivateKek private_kek;
  int sealed; /* the module takes CKA_COPYABLE and CKA_ALLOWED_MECHANISMS */
  CK_BYTE blob[BLOB_BYTES];
} Token;

typedef struct {
  CK_ATTRIBUTE attributes[MAX_TEMPLATE];
  CK_ULONG count;
} Template;

/* What one thread works with; kept from one run to the next. */
typedef struct {
  Token *token;
  CK_HANDLE session;
  CK_HANDLE software_key; /* an extractable session key, for C_WrapKey alone */
  uint32_t number;
  uint64_t nonce;
  CK_ULONG size;
  CK_BYTE *plain;
  CK_BYTE *sealed;
  CK_BYTE *out;
  CK_BYTE iv[IV_BYTES];
  CK_BYTE sealed_iv[IV_BYTES];
  CK_BYTE aad[AAD_BYTES];
} Worker;

typedef void (*Operation)(Worker *);

/* Ends the program with a line on standard error: a benchmark has no use for half an answer. */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
void check(CK_RV rv, const char *function);

/* token.c */
void open_token(Token *token, const char *module, char *module_args, const char *label,
                const char *pin, const char *kek_label, int sealed);
CK_HANDLE open_session(Token *token);
CK_HANDLE find_key(Token *token, const char *label, CK_ULONG key_class);

/* templates.c: the same attributes in the same order as Kekkai's */
void dek_template(Template *t, const Token *token);
void transit_template(Template *t, CK_BYTE *value);
void carried_template(Template *t);
void readable_template(Template *t);
void shared_secret_template(Template *t, CK_ULONG *bytes);

/* operations.c */
void prepare(Worker *worker, Token *token, uint32_t number);
Operation find_operation(const char *name);
void prove(Worker *worker, Operation operation, CK_ULONG size);

/* rewrap.c */
void rewrap(Worker *worker);
void rewrap_proved(Worker *worker);

/* private.c */
void read_private_kek(Token *token, char *line);
void agree(Worker *worker);
void unwrap_oaep(Worker *worker);

#endif
