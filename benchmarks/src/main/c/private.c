/* What a key server asks the token for, and nothing else: one operation of a private KEK, and to
 * read what came out. Each result is compared with what it has to be. */
#include <stdio.h>
#include <string.h>

#include "bench.h"

static CK_ULONG read_hex(const char *hex, CK_BYTE *bytes, CK_ULONG room) {
  CK_ULONG length = strlen(hex) / 2;
  CK_ULONG i;
  unsigned value;
  if (length == 0 || length > room || strlen(hex) % 2 != 0) {
    die("not %lu bytes at most in hexadecimal", room);
  }
  for (i = 0; i < length; i++) {
    if (sscanf(hex + 2 * i, "%2x", &value) != 1) {
      die("not hexadecimal");
    }
    bytes[i] = (CK_BYTE)value;
  }
  return length;
}

void read_private_kek(Token *token, char *line) {
  PrivateKek *kek = &token->private_kek;
  char *label = strtok(line, " ");
  char *input = strtok(0, " ");
  char *secret = strtok(0, " ");
  if (label == 0 || input == 0 || secret == 0) {
    die("an asymmetric KEK has a label, an input and a secret");
  }
  kek->input_length = read_hex(input, kek->input, sizeof kek->input);
  kek->secret_length = read_hex(secret, kek->secret, sizeof kek->secret);
  kek->key = find_key(token, label, CKO_PRIVATE_KEY);
}

/* CKA_VALUE and C_DestroyObject. */
static void take(Worker *w, CK_HANDLE object) {
  CK_BYTE value[MAX_SECRET];
  CK_ATTRIBUTE wanted = {CKA_VALUE, value, sizeof value};
  PrivateKek *kek = &w->token->private_kek;
  CK_FUNCTION_LIST *p11 = w->token->p11;
  check(p11->C_GetAttributeValue(w->session, object, &wanted, 1), "C_GetAttributeValue");
  check(p11->C_DestroyObject(w->session, object), "C_DestroyObject");
  if (wanted.ulValueLen != kek->secret_length
      || memcmp(value, kek->secret, kek->secret_length) != 0) {
    die("the token opened to something else");
  }
}

/* C_DeriveKey, CKA_VALUE, C_DestroyObject. */
void agree(Worker *w) {
  PrivateKek *kek = &w->token->private_kek;
  CK_ECDH1_DERIVE_PARAMS p = {CKD_NULL, 0, 0, kek->input_length, kek->input};
  CK_MECHANISM ecdh = {CKM_ECDH1_DERIVE, &p, sizeof p};
  CK_HANDLE secret;
  Template t;
  shared_secret_template(&t, &kek->secret_length);
  check(w->token->p11->C_DeriveKey(w->session, &ecdh, kek->key, t.attributes, t.count, &secret),
        "C_DeriveKey");
  take(w, secret);
}

/* C_UnwrapKey, CKA_VALUE, C_DestroyObject. */
void unwrap_oaep(Worker *w) {
  PrivateKek *kek = &w->token->private_kek;
  CK_RSA_PKCS_OAEP_PARAMS p = {CKM_SHA256, CKG_MGF1_SHA256, CKZ_DATA_SPECIFIED, 0, 0};
  CK_MECHANISM oaep = {CKM_RSA_PKCS_OAEP, &p, sizeof p};
  CK_HANDLE dek;
  Template t;
  readable_template(&t);
  check(w->token->p11->C_UnwrapKey(w->session, &oaep, kek->key, kek->input, kek->input_length,
                                   t.attributes, t.count, &dek),
        "C_UnwrapKey");
  take(w, dek);
}
