#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"

static CK_FUNCTION_LIST *load(const char *module) {
  CK_RV (*get_list)(CK_FUNCTION_LIST **);
  CK_FUNCTION_LIST *list = 0;
  void *library = dlopen(module, RTLD_NOW | RTLD_LOCAL);
  void *symbol;
  if (library == 0) {
    die("cannot load %s: %s", module, dlerror());
  }
  symbol = dlsym(library, "C_GetFunctionList");
  if (symbol == 0) {
    die("%s is no PKCS#11 module: it has no C_GetFunctionList", module);
  }
  memcpy(&get_list, &symbol, sizeof get_list); /* ISO C has no cast from object to function */
  check(get_list(&list), "C_GetFunctionList");
  return list;
}

static int is_labelled(const CK_TOKEN_INFO *info, const char *label) {
  CK_BYTE padded[sizeof info->label];
  size_t length = strlen(label);
  if (length > sizeof padded) {
    return 0;
  }
  memset(padded, ' ', sizeof padded);
  memcpy(padded, label, length);
  return memcmp(padded, info->label, sizeof padded) == 0;
}

static CK_ULONG find_slot(CK_FUNCTION_LIST *p11, const char *label) {
  CK_ULONG slots[64];
  CK_ULONG count = sizeof slots / sizeof *slots;
  CK_ULONG i;
  check(p11->C_GetSlotList(1, slots, &count), "C_GetSlotList");
  for (i = 0; i < count; i++) {
    CK_TOKEN_INFO info;
    check(p11->C_GetTokenInfo(slots[i], &info), "C_GetTokenInfo");
    if (is_labelled(&info, label)) {
      return slots[i];
    }
  }
  die("there is no token '%s'", label);
}

CK_HANDLE find_key(Token *token, const char *label, CK_ULONG key_class) {
  char name[64];
  CK_ATTRIBUTE wanted[] = {{CKA_LABEL, name, 0}, {CKA_CLASS, &key_class, sizeof key_class}};
  CK_HANDLE found[2];
  CK_ULONG count = 0;
  snprintf(name, sizeof name, "%s", label);
  wanted[0].ulValueLen = strlen(name);
  check(token->p11->C_FindObjectsInit(token->owner, wanted, 2), "C_FindObjectsInit");
  check(token->p11->C_FindObjects(token->owner, found, 2, &count), "C_FindObjects");
  check(token->p11->C_FindObjectsFinal(token->owner), "C_FindObjectsFinal");
  if (count != 1) {
    die("%lu keys of class %lu on the token are labelled '%s', not one", count, key_class, label);
  }
  return found[0];
}

/* Generated in the token, wrapped, destroyed, unwrapped for bulk work: as Kekkai makes a DEK. */
static void make_dek(Token *token) {
  CK_MECHANISM generate = {CKM_AES_KEY_GEN, 0, 0};
  CK_MECHANISM wrap = {CKM_AES_KEY_WRAP, 0, 0};
  CK_FUNCTION_LIST *p11 = token->p11;
  CK_ULONG length = sizeof token->blob;
  CK_HANDLE fresh;
  Template t;
  transit_template(&t, 0);
  check(p11->C_GenerateKey(token->owner, &generate, t.attributes, t.count, &fresh),
        "C_GenerateKey");
  check(p11->C_WrapKey(token->owner, &wrap, token->kek, fresh, token->blob, &length), "C_WrapKey");
  check(p11->C_DestroyObject(token->owner, fresh), "C_DestroyObject");
  if (length != BLOB_BYTES) {
    die("a wrapped DEK has %lu bytes, not %d", length, BLOB_BYTES);
  }
  dek_template(&t, token);
  check(p11->C_UnwrapKey(token->owner, &wrap, token->kek, token->blob, length, t.attributes,
                         t.count, &token->dek),
        "C_UnwrapKey");
}

CK_HANDLE open_session(Token *token) {
  CK_HANDLE session;
  check(token->p11->C_OpenSession(token->slot, CKF_SERIAL_SESSION, 0, 0, &session),
        "C_OpenSession");
  return session;
}

void open_token(Token *token, const char *module, char *module_args, const char *label,
                const char *pin, const char *kek_label, int sealed) {
  CK_C_INITIALIZE_ARGS args;
  memset(&args, 0, sizeof args);
  args.flags = CKF_OS_LOCKING_OK;
  args.pReserved = *module_args == 0 ? 0 : module_args;
  token->p11 = load(module);
  token->sealed = sealed;
  check(token->p11->C_Initialize(&args), "C_Initialize");
  token->slot = find_slot(token->p11, label);
  token->owner = open_session(token);
  check(token->p11->C_Login(token->owner, CKU_USER, (CK_BYTE *)pin, strlen(pin)), "C_Login");
  token->kek = find_key(token, kek_label, CKO_SECRET_KEY);
  snprintf(token->kek_label, sizeof token->kek_label, "%s", kek_label);
  make_dek(token);
}
