/*
 * What modules do that no test can have at hand: each file here plays one behaviour, switched on
 * by a bit of W_PLAYED, on top of a real module. The arguments v are those of the function, with
 * the real module's handles; a behaviour that has nothing to say calls the next one.
 */
#ifndef SHIM_PLAYED_H
#define SHIM_PLAYED_H

#define CKR_FUNCTION_FAILED 0x6UL
#define CKR_ATTRIBUTE_TYPE_INVALID 0x12UL
#define CKR_ATTRIBUTE_VALUE_INVALID 0x13UL
#define CKR_DATA_LEN_RANGE 0x21UL
#define CKR_HOST_MEMORY 0x2UL
#define CKR_ENCRYPTED_DATA_LEN_RANGE 0x41UL
#define CKR_MECHANISM_INVALID 0x70UL
#define CKR_MECHANISM_PARAM_INVALID 0x71UL
#define CKR_TEMPLATE_INCOMPLETE 0xD0UL
#define CKR_PIN_INCORRECT 0xA0UL
#define CKR_WRAPPED_KEY_INVALID 0x110UL
#define CKR_BUFFER_TOO_SMALL 0x150UL

#define CKM_AES_GCM 0x1087UL
#define CKM_AES_KEY_WRAP 0x2109UL
#define CKM_AES_KEY_WRAP_PAD 0x210AUL

#define CKA_CLASS 0x0UL
#define CKA_TOKEN 0x1UL
#define CKA_VALUE 0x11UL
#define CKA_KEY_TYPE 0x100UL
#define CKA_SENSITIVE 0x103UL
#define CKA_WRAP 0x106UL
#define CKA_UNWRAP 0x107UL
#define CKA_VALUE_LEN 0x161UL
#define CKA_EXTRACTABLE 0x162UL
#define CKA_UNWRAP_TEMPLATE 0x40000212UL
#define CKA_ALLOWED_MECHANISMS 0x40000600UL
#define CKO_PRIVATE_KEY 3UL
#define CKO_SECRET_KEY 4UL
#define CKK_GENERIC_SECRET 0x10UL
#define CKK_AES 0x1FUL

/* Room for a template that is changed on its way; longer ones are passed on as they are. */
#define MOST_ATTRIBUTES 64

/* CK_MECHANISM, CK_GCM_PARAMS and CK_ATTRIBUTE. */
typedef struct {
  word number;
  void *parameter;
  word length;
} mechanism;

typedef struct {
  unsigned char *iv;
  word iv_length;
  word iv_bits;
  unsigned char *aad;
  word aad_length;
  word tag_bits;
} gcm_params;

typedef struct {
  word type;
  void *value;
  word length;
} attribute;

static word played(word behaviours);
static word shim_pass_on(enum function function, const word *v);
static void shim_played_session_closed(word session);

#endif
