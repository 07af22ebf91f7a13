#include "shim.h"

/*
 * With W_TAG_HANDLES the application gets other numbers than the module's: a handle's upper half
 * says which C_Initialize it comes after. So one from before is known for what it is, although the
 * module has given its number to another session or object by now.
 */
#define TAG_SHIFT 32
#define CKR_SESSION_HANDLE_INVALID 0xB3UL
#define CKR_OBJECT_HANDLE_INVALID 0x82UL

static volatile word epoch;

/* Arguments, the first being 1, that are objects, and that point to where one is written. */
#define ARG(n) (1 << (n - 1))
static const struct {
  unsigned char objects;
  unsigned char results;
} places[FUNCTIONS] = {
    [FN_C_CreateObject] = {0, ARG(4)},
    [FN_C_CopyObject] = {ARG(2), ARG(5)},
    [FN_C_DestroyObject] = {ARG(2), 0},
    [FN_C_GetObjectSize] = {ARG(2), 0},
    [FN_C_GetAttributeValue] = {ARG(2), 0},
    [FN_C_SetAttributeValue] = {ARG(2), 0},
    [FN_C_EncryptInit] = {ARG(3), 0},
    [FN_C_DecryptInit] = {ARG(3), 0},
    [FN_C_DigestKey] = {ARG(2), 0},
    [FN_C_SignInit] = {ARG(3), 0},
    [FN_C_SignRecoverInit] = {ARG(3), 0},
    [FN_C_VerifyInit] = {ARG(3), 0},
    [FN_C_VerifyRecoverInit] = {ARG(3), 0},
    [FN_C_GenerateKey] = {0, ARG(5)},
    [FN_C_GenerateKeyPair] = {0, ARG(7) | ARG(8)},
    [FN_C_WrapKey] = {ARG(3) | ARG(4), 0},
    [FN_C_UnwrapKey] = {ARG(3), ARG(8)},
    [FN_C_DeriveKey] = {ARG(3), ARG(6)},
};

static void shim_handles_begin(void) {
  if (shim_control && atomic_get(&shim_control[W_TAG_HANDLES])) atomic_add(&epoch, 1);
}

static word tagged(word handle) { return handle | atomic_get(&epoch) << TAG_SHIFT; }

/* False for one from before, which is counted. */
static int untag(word *handle) {
  int alive = *handle >> TAG_SHIFT == atomic_get(&epoch);
  if (!alive && shim_control) atomic_add(&shim_control[W_DEAD_HANDLES], 1);
  *handle &= (1UL << TAG_SHIFT) - 1;
  return alive;
}

static int begins_with_session(enum function function) {
  return function == FN_C_CloseSession || function == FN_C_InitPIN || function == FN_C_SetPIN ||
         (function >= FN_C_GetSessionInfo && function < FN_C_WaitForSlotEvent);
}

static word shim_handles_in(enum function function, word *arguments) {
  word i;
  if (!atomic_get(&epoch)) return CKR_OK;
  if (begins_with_session(function) && !untag(&arguments[0])) return CKR_SESSION_HANDLE_INVALID;
  for (i = 0; i < 8; i++) {
    if (places[function].objects & 1 << i && !untag(&arguments[i])) return CKR_OBJECT_HANDLE_INVALID;
  }
  return CKR_OK;
}

static void shim_handles_out(enum function function, const word *arguments) {
  word i;
  if (!atomic_get(&epoch)) return;
  for (i = 0; i < 8; i++) {
    if (places[function].results & 1 << i) *(word *)arguments[i] = tagged(*(word *)arguments[i]);
  }
  if (function == FN_C_FindObjects) {
    for (i = 0; i < *(word *)arguments[3]; i++) {
      ((word *)arguments[1])[i] = tagged(((word *)arguments[1])[i]);
    }
  }
  if (function == FN_C_OpenSession) *(word *)arguments[4] = tagged(*(word *)arguments[4]);
}

/* What the module itself says of a handle that it doesn't know counts as well. */
static void shim_handles_answered(word answer) {
  switch (answer) {
    case 0x60UL:  /* CKR_KEY_HANDLE_INVALID */
    case CKR_OBJECT_HANDLE_INVALID:
    case 0xB0UL:  /* CKR_SESSION_CLOSED */
    case CKR_SESSION_HANDLE_INVALID:
    case 0xF0UL:  /* CKR_UNWRAPPING_KEY_HANDLE_INVALID */
    case 0x113UL: /* CKR_WRAPPING_KEY_HANDLE_INVALID */
      if (shim_control) atomic_add(&shim_control[W_DEAD_HANDLES], 1);
  }
}
