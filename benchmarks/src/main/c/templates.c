#include "bench.h"

static CK_BBOOL yes = 1;
static CK_BBOOL no = 0;
static CK_ULONG secret_key = CKO_SECRET_KEY;
static CK_ULONG aes = CKK_AES;
static CK_ULONG generic = CKK_GENERIC_SECRET;
static CK_ULONG gcm = CKM_AES_GCM;
static CK_ULONG dek_bytes = DEK_BYTES;

static void add(Template *t, CK_ULONG type, void *value, CK_ULONG length) {
  CK_ATTRIBUTE attribute = {type, value, length};
  if (t->count == MAX_TEMPLATE) {
    die("a template has more than %d attributes", MAX_TEMPLATE);
  }
  t->attributes[t->count++] = attribute;
}

static void flag(Template *t, CK_ULONG type, CK_BBOOL *value) {
  add(t, type, value, sizeof *value);
}

static void session_aes(Template *t) {
  t->count = 0;
  add(t, CKA_CLASS, &secret_key, sizeof secret_key);
  add(t, CKA_KEY_TYPE, &aes, sizeof aes);
  flag(t, CKA_TOKEN, &no);
  flag(t, CKA_WRAP, &no);
  flag(t, CKA_UNWRAP, &no);
  flag(t, CKA_SIGN, &no);
  flag(t, CKA_VERIFY, &no);
  flag(t, CKA_DERIVE, &no);
  flag(t, CKA_PRIVATE, &yes);
}

static void usage(Template *t, CK_BBOOL *data, CK_BBOOL *sensitive, CK_BBOOL *extractable) {
  flag(t, CKA_ENCRYPT, data);
  flag(t, CKA_DECRYPT, data);
  flag(t, CKA_SENSITIVE, sensitive);
  flag(t, CKA_EXTRACTABLE, extractable);
}

/* A DEK for bulk work in the token. */
void dek_template(Template *t, const Token *token) {
  session_aes(t);
  usage(t, &yes, &yes, &no);
  if (token->sealed) {
    flag(t, CKA_COPYABLE, &no);
    add(t, CKA_ALLOWED_MECHANISMS, &gcm, sizeof gcm);
  }
  flag(t, CKA_MODIFIABLE, &no);
}

/* A key on its way into a blob: imported when there is a value, else to be generated. */
void transit_template(Template *t, CK_BYTE *value) {
  session_aes(t);
  usage(t, &no, &yes, &yes);
  if (value != 0) {
    add(t, CKA_VALUE, value, DEK_BYTES);
  } else {
    add(t, CKA_VALUE_LEN, &dek_bytes, sizeof dek_bytes);
  }
}

/* A DEK on its way from one blob to another. */
void carried_template(Template *t) {
  session_aes(t);
  usage(t, &no, &yes, &yes);
}

/* A DEK on its way into software. */
void readable_template(Template *t) {
  session_aes(t);
  usage(t, &no, &no, &yes);
}

/* What two EC keys agree on, to be read. */
void shared_secret_template(Template *t, CK_ULONG *bytes) {
  t->count = 0;
  add(t, CKA_CLASS, &secret_key, sizeof secret_key);
  add(t, CKA_KEY_TYPE, &generic, sizeof generic);
  flag(t, CKA_TOKEN, &no);
  flag(t, CKA_SENSITIVE, &no);
  flag(t, CKA_EXTRACTABLE, &yes);
  add(t, CKA_VALUE_LEN, bytes, sizeof *bytes);
}
