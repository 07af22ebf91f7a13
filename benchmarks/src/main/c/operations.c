#include <stdlib.h>
#include <string.h>

#include "bench.h"

static CK_MECHANISM key_wrap = {CKM_AES_KEY_WRAP, 0, 0};

/* --- Wrapping --------------------------------------------------------------------------------- */

/* C_WrapKey and nothing else. */
static void wrap_alone(Worker *w) {
  CK_BYTE blob[BLOB_BYTES];
  CK_ULONG length = sizeof blob;
  check(w->token->p11->C_WrapKey(w->session, &key_wrap, w->token->kek, w->software_key, blob,
                                 &length),
        "C_WrapKey");
}

/* What it takes to wrap a key whose bytes the caller has. */
static void wrap(Worker *w) {
  CK_BYTE blob[BLOB_BYTES];
  CK_ULONG length = sizeof blob;
  CK_FUNCTION_LIST *p11 = w->token->p11;
  CK_HANDLE key;
  Template t;
  transit_template(&t, w->plain);
  check(p11->C_CreateObject(w->session, t.attributes, t.count, &key), "C_CreateObject");
  check(p11->C_WrapKey(w->session, &key_wrap, w->token->kek, key, blob, &length), "C_WrapKey");
  check(p11->C_DestroyObject(w->session, key), "C_DestroyObject");
}

static CK_HANDLE unwrapped(Worker *w, Template *t) {
  CK_HANDLE dek;
  check(w->token->p11->C_UnwrapKey(w->session, &key_wrap, w->token->kek, w->token->blob,
                                   BLOB_BYTES, t->attributes, t->count, &dek),
        "C_UnwrapKey");
  return dek;
}

static void destroy(Worker *w, CK_HANDLE key) {
  check(w->token->p11->C_DestroyObject(w->session, key), "C_DestroyObject");
}

/* C_UnwrapKey and C_DestroyObject. */
static void unwrap_alone(Worker *w) {
  Template t;
  dek_template(&t, w->token);
  destroy(w, unwrapped(w, &t));
}

/* The attributes that make sure a DEK became what was asked for, in one call. */
static void read_back(Worker *w, CK_HANDLE dek) {
  static const CK_ULONG flags[] = {CKA_TOKEN,       CKA_PRIVATE,          CKA_SENSITIVE,
                                   CKA_EXTRACTABLE, CKA_LOCAL,            CKA_ALWAYS_SENSITIVE,
                                   CKA_NEVER_EXTRACTABLE, CKA_MODIFIABLE, CKA_ENCRYPT,
                                   CKA_DECRYPT,     CKA_WRAP,             CKA_UNWRAP,
                                   CKA_SIGN,        CKA_VERIFY,           CKA_DERIVE};
  enum { FLAGS = sizeof flags / sizeof *flags };
  CK_BBOOL values[FLAGS + 1];
  CK_ATTRIBUTE wanted[FLAGS + 3];
  CK_ULONG value_len = 0;
  CK_ULONG allowed[8];
  CK_ULONG count = 0;
  CK_RV rv;
  for (count = 0; count < FLAGS; count++) {
    CK_ATTRIBUTE one = {flags[count], &values[count], sizeof values[count]};
    wanted[count] = one;
  }
  if (w->token->sealed) {
    CK_ATTRIBUTE copyable = {CKA_COPYABLE, &values[FLAGS], sizeof values[FLAGS]};
    CK_ATTRIBUTE mechanisms = {CKA_ALLOWED_MECHANISMS, allowed, sizeof allowed};
    wanted[count++] = copyable;
    wanted[count++] = mechanisms;
  } else {
    CK_ATTRIBUTE length = {CKA_VALUE_LEN, &value_len, sizeof value_len};
    wanted[count++] = length;
  }
  rv = w->token->p11->C_GetAttributeValue(w->session, dek, wanted, count);
  if (rv != CKR_ATTRIBUTE_TYPE_INVALID && rv != CKR_ATTRIBUTE_SENSITIVE) {
    check(rv, "C_GetAttributeValue");
  }
  if (values[2] != 1 || values[3] != 0) {
    die("the token made a DEK that can be read or carried out");
  }
}

static void unwrap_handle(Worker *w) {
  Template t;
  CK_HANDLE dek;
  dek_template(&t, w->token);
  dek = unwrapped(w, &t);
  read_back(w, dek);
  destroy(w, dek);
}

/* C_UnwrapKey, CKA_VALUE, C_DestroyObject. */
static void unwrap_software(Worker *w) {
  CK_BYTE value[DEK_BYTES];
  CK_ATTRIBUTE wanted = {CKA_VALUE, value, sizeof value};
  Template t;
  CK_HANDLE dek;
  readable_template(&t);
  dek = unwrapped(w, &t);
  check(w->token->p11->C_GetAttributeValue(w->session, dek, &wanted, 1), "C_GetAttributeValue");
  destroy(w, dek);
  if (wanted.ulValueLen != DEK_BYTES) {
    die("a DEK of %lu bytes was read, not %d", wanted.ulValueLen, DEK_BYTES);
  }
}

/* --- AES-GCM ---------------------------------------------------------------------------------- */

/* The thread's number and a counter: no IV comes twice under the DEK of this process. */
static void next_iv(Worker *w) {
  uint64_t n = ++w->nonce;
  memcpy(w->iv, &w->number, sizeof w->number);
  memcpy(w->iv + sizeof w->number, &n, sizeof n);
}

static CK_GCM_PARAMS parameters(Worker *w, CK_BYTE *iv) {
  CK_GCM_PARAMS p = {iv, IV_BYTES, IV_BYTES * 8, w->aad, AAD_BYTES, TAG_BYTES * 8};
  return p;
}

static CK_ULONG encrypt_to(Worker *w, CK_BYTE *iv, CK_BYTE *out) {
  CK_GCM_PARAMS p = parameters(w, iv);
  CK_MECHANISM gcm = {CKM_AES_GCM, &p, sizeof p};
  CK_ULONG length = w->size + TAG_BYTES;
  CK_FUNCTION_LIST *p11 = w->token->p11;
  check(p11->C_EncryptInit(w->session, &gcm, w->token->dek), "C_EncryptInit");
  check(p11->C_Encrypt(w->session, w->plain, w->size, out, &length), "C_Encrypt");
  return length;
}

static void encrypt(Worker *w) {
  next_iv(w);
  encrypt_to(w, w->iv, w->out);
}

static void decrypt(Worker *w) {
  CK_GCM_PARAMS p = parameters(w, w->sealed_iv);
  CK_MECHANISM gcm = {CKM_AES_GCM, &p, sizeof p};
  CK_ULONG length = w->size + TAG_BYTES;
  CK_FUNCTION_LIST *p11 = w->token->p11;
  check(p11->C_DecryptInit(w->session, &gcm, w->token->dek), "C_DecryptInit");
  check(p11->C_Decrypt(w->session, w->sealed, w->size + TAG_BYTES, w->out, &length), "C_Decrypt");
}

/* --- Setting up ------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  Operation run;
} operations[] = {{"wrap", wrap},
                  {"wrap-alone", wrap_alone},
                  {"unwrap-handle", unwrap_handle},
                  {"unwrap-alone", unwrap_alone},
                  {"unwrap-software", unwrap_software},
                  {"rewrap", rewrap},
                  {"rewrap-proved", rewrap_proved},
                  {"encrypt", encrypt},    /* a fresh nonce costs a counter here */
                  {"encrypt-iv", encrypt},
                  {"decrypt", decrypt},
                  {"agree", agree},
                  {"unwrap-oaep", unwrap_oaep}};

Operation find_operation(const char *name) {
  size_t i;
  for (i = 0; i < sizeof operations / sizeof *operations; i++) {
    if (strcmp(operations[i].name, name) == 0) {
      return operations[i].run;
    }
  }
  return 0;
}

void prepare(Worker *w, Token *token, uint32_t number) {
  Template t;
  CK_MECHANISM generate = {CKM_AES_KEY_GEN, 0, 0};
  memset(w, 0, sizeof *w);
  w->token = token;
  w->number = number;
  w->session = open_session(token);
  transit_template(&t, 0);
  check(token->p11->C_GenerateKey(w->session, &generate, t.attributes, t.count, &w->software_key),
        "C_GenerateKey");
}

static CK_BYTE *buffer(CK_BYTE *old, CK_ULONG bytes) {
  CK_BYTE *p;
  free(old);
  p = malloc(bytes);
  if (p == 0) {
    die("no memory for %lu bytes", bytes);
  }
  memset(p, 0x5A, bytes); /* so that no page is touched for the first time while measured */
  return p;
}

/* Buffers for messages of the size, and proof that what is encrypted can be decrypted. */
void prove(Worker *w, Operation operation, CK_ULONG size) {
  if (w->plain == 0 || w->size != size) {
    CK_ULONG room = size + TAG_BYTES < DEK_BYTES ? DEK_BYTES : size + TAG_BYTES;
    w->plain = buffer(w->plain, room);
    w->sealed = buffer(w->sealed, room);
    w->out = buffer(w->out, room);
    w->size = size;
  }
  if (operation == encrypt || operation == decrypt) {
    next_iv(w);
    memcpy(w->sealed_iv, w->iv, IV_BYTES);
    if (encrypt_to(w, w->sealed_iv, w->sealed) != size + TAG_BYTES) {
      die("the ciphertext of %lu bytes has another length", size);
    }
    memset(w->out, 0, size);
    decrypt(w);
    if (memcmp(w->out, w->plain, size) != 0) {
      die("what was encrypted does not decrypt");
    }
  }
  operation(w);
}
