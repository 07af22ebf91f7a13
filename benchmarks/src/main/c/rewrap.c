/*
 * Rewrapping a DEK: under the KEK's next version, which is on the token beside it. With the key that
 * tags the rows of a DEK store there is also every call that Kekkai makes for a DEK.
 */
#include <string.h>

#include "bench.h"

enum { CHECK_BYTES = 12, CHECK_AAD_BYTES = 56, ROW_BYTES = 400 };

static CK_MECHANISM key_wrap = {CKM_AES_KEY_WRAP, 0, 0};
static const char tag_key_label[] = "kekkai-store.v1";

/* Set by the first operation, which is one thread's. */
static CK_HANDLE next_kek;
static CK_HANDLE tag_key;
static CK_BYTE check_token[CHECK_BYTES + TAG_BYTES];
static CK_BYTE check_iv[IV_BYTES] = {1};
static CK_BYTE check_aad[CHECK_AAD_BYTES];

static void find_next_kek(Token *token) {
  char label[sizeof token->kek_label];
  if (next_kek == 0) {
    memcpy(label, token->kek_label, sizeof label);
    label[strlen(label) - 1]++; /* v1, v2 */
    next_kek = find_key(token, label, CKO_SECRET_KEY);
  }
}

static CK_HANDLE unwrapped(Worker *w, CK_HANDLE kek, CK_BYTE *blob, Template *t) {
  CK_HANDLE dek;
  check(w->token->p11->C_UnwrapKey(w->session, &key_wrap, kek, blob, BLOB_BYTES, t->attributes,
                                   t->count, &dek),
        "C_UnwrapKey");
  return dek;
}

static void carry(Worker *w, CK_BYTE *blob) {
  CK_FUNCTION_LIST *p11 = w->token->p11;
  CK_ULONG length = BLOB_BYTES;
  CK_HANDLE dek;
  Template t;
  carried_template(&t);
  dek = unwrapped(w, w->token->kek, w->token->blob, &t);
  check(p11->C_WrapKey(w->session, &key_wrap, next_kek, dek, blob, &length), "C_WrapKey");
  check(p11->C_DestroyObject(w->session, dek), "C_DestroyObject");
}

/* C_UnwrapKey, C_WrapKey, C_DestroyObject. */
void rewrap(Worker *w) {
  CK_BYTE blob[BLOB_BYTES];
  find_next_kek(w->token);
  carry(w, blob);
}

static CK_GCM_PARAMS check_parameters(void) {
  CK_GCM_PARAMS p = {check_iv, IV_BYTES, IV_BYTES * 8, check_aad, CHECK_AAD_BYTES, TAG_BYTES * 8};
  return p;
}

static void make_check_token(Worker *w) {
  CK_BYTE text[CHECK_BYTES] = {0};
  CK_GCM_PARAMS p = check_parameters();
  CK_MECHANISM gcm = {CKM_AES_GCM, &p, sizeof p};
  CK_ULONG length = sizeof check_token;
  CK_FUNCTION_LIST *p11 = w->token->p11;
  check(p11->C_EncryptInit(w->session, &gcm, w->token->dek), "C_EncryptInit");
  check(p11->C_Encrypt(w->session, text, sizeof text, check_token, &length), "C_Encrypt");
}

static void tag_row(Worker *w) {
  static CK_BYTE row[ROW_BYTES];
  CK_MECHANISM hmac = {CKM_SHA256_HMAC, 0, 0};
  CK_BYTE tag[DEK_BYTES];
  CK_ULONG length = sizeof tag;
  check(w->token->p11->C_SignInit(w->session, &hmac, tag_key), "C_SignInit");
  check(w->token->p11->C_Sign(w->session, row, sizeof row, tag, &length), "C_Sign");
}

static void open_check_token(Worker *w, CK_BYTE *blob) {
  CK_GCM_PARAMS p = check_parameters();
  CK_MECHANISM gcm = {CKM_AES_GCM, &p, sizeof p};
  CK_BYTE text[CHECK_BYTES + TAG_BYTES];
  CK_ULONG length = sizeof text;
  CK_FUNCTION_LIST *p11 = w->token->p11;
  CK_HANDLE dek;
  Template t;
  dek_template(&t, w->token);
  dek = unwrapped(w, next_kek, blob, &t);
  check(p11->C_DecryptInit(w->session, &gcm, dek), "C_DecryptInit");
  check(p11->C_Decrypt(w->session, check_token, sizeof check_token, text, &length), "C_Decrypt");
  check(p11->C_DestroyObject(w->session, dek), "C_DestroyObject");
}

/* The same, the new blob opened and proved, and the tags of the old row and of the new one. */
void rewrap_proved(Worker *w) {
  CK_BYTE blob[BLOB_BYTES];
  find_next_kek(w->token);
  if (tag_key == 0) {
    tag_key = find_key(w->token, tag_key_label, CKO_SECRET_KEY);
    make_check_token(w);
  }
  tag_row(w);
  carry(w, blob);
  open_check_token(w, blob);
  tag_row(w);
}
