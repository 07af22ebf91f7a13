/* The part of PKCS#11 v2.40 that the benchmark calls: types, numbers and the function list, whose
 * order the standard fixes. Functions that are not called stand as a plain pointer. */
#ifndef KEKKAI_BENCH_PKCS11_H
#define KEKKAI_BENCH_PKCS11_H

typedef unsigned char CK_BYTE;
typedef unsigned char CK_BBOOL;
typedef unsigned long CK_ULONG;
typedef unsigned long CK_RV;
typedef unsigned long CK_FLAGS;
typedef unsigned long CK_HANDLE;

typedef struct {
  CK_BYTE major;
  CK_BYTE minor;
} CK_VERSION;

typedef struct {
  CK_VERSION cryptokiVersion;
  CK_BYTE manufacturerID[32];
  CK_FLAGS flags;
  CK_BYTE libraryDescription[32];
  CK_VERSION libraryVersion;
} CK_INFO;

typedef struct {
  CK_BYTE label[32];
  CK_BYTE manufacturerID[32];
  CK_BYTE model[16];
  CK_BYTE serialNumber[16];
  CK_FLAGS flags;
  CK_ULONG counts[10];
  CK_VERSION hardwareVersion;
  CK_VERSION firmwareVersion;
  CK_BYTE utcTime[16];
} CK_TOKEN_INFO;

typedef struct {
  CK_ULONG type;
  void *pValue;
  CK_ULONG ulValueLen;
} CK_ATTRIBUTE;

typedef struct {
  CK_ULONG mechanism;
  void *pParameter;
  CK_ULONG ulParameterLen;
} CK_MECHANISM;

typedef struct {
  CK_BYTE *pIv;
  CK_ULONG ulIvLen;
  CK_ULONG ulIvBits;
  CK_BYTE *pAAD;
  CK_ULONG ulAADLen;
  CK_ULONG ulTagBits;
} CK_GCM_PARAMS;

typedef struct {
  CK_ULONG kdf;
  CK_ULONG ulSharedDataLen;
  CK_BYTE *pSharedData;
  CK_ULONG ulPublicDataLen;
  CK_BYTE *pPublicData;
} CK_ECDH1_DERIVE_PARAMS;

typedef struct {
  CK_ULONG hashAlg;
  CK_ULONG mgf;
  CK_ULONG source;
  void *pSourceData;
  CK_ULONG ulSourceDataLen;
} CK_RSA_PKCS_OAEP_PARAMS;

typedef struct {
  void *mutexFunctions[4];
  CK_FLAGS flags;
  void *pReserved;
} CK_C_INITIALIZE_ARGS;

typedef void *CK_UNUSED;

typedef struct CK_FUNCTION_LIST {
  CK_VERSION version;
  CK_RV (*C_Initialize)(void *);
  CK_RV (*C_Finalize)(void *);
  CK_RV (*C_GetInfo)(CK_INFO *);
  CK_UNUSED C_GetFunctionList;
  CK_RV (*C_GetSlotList)(CK_BBOOL, CK_ULONG *, CK_ULONG *);
  CK_UNUSED C_GetSlotInfo;
  CK_RV (*C_GetTokenInfo)(CK_ULONG, CK_TOKEN_INFO *);
  CK_UNUSED C_GetMechanismList, C_GetMechanismInfo, C_InitToken, C_InitPIN, C_SetPIN;
  CK_RV (*C_OpenSession)(CK_ULONG, CK_FLAGS, void *, void *, CK_HANDLE *);
  CK_UNUSED C_CloseSession, C_CloseAllSessions, C_GetSessionInfo, C_GetOperationState,
      C_SetOperationState;
  CK_RV (*C_Login)(CK_HANDLE, CK_ULONG, CK_BYTE *, CK_ULONG);
  CK_UNUSED C_Logout;
  CK_RV (*C_CreateObject)(CK_HANDLE, CK_ATTRIBUTE *, CK_ULONG, CK_HANDLE *);
  CK_UNUSED C_CopyObject;
  CK_RV (*C_DestroyObject)(CK_HANDLE, CK_HANDLE);
  CK_UNUSED C_GetObjectSize;
  CK_RV (*C_GetAttributeValue)(CK_HANDLE, CK_HANDLE, CK_ATTRIBUTE *, CK_ULONG);
  CK_UNUSED C_SetAttributeValue;
  CK_RV (*C_FindObjectsInit)(CK_HANDLE, CK_ATTRIBUTE *, CK_ULONG);
  CK_RV (*C_FindObjects)(CK_HANDLE, CK_HANDLE *, CK_ULONG, CK_ULONG *);
  CK_RV (*C_FindObjectsFinal)(CK_HANDLE);
  CK_RV (*C_EncryptInit)(CK_HANDLE, CK_MECHANISM *, CK_HANDLE);
  CK_RV (*C_Encrypt)(CK_HANDLE, CK_BYTE *, CK_ULONG, CK_BYTE *, CK_ULONG *);
  CK_UNUSED C_EncryptUpdate, C_EncryptFinal;
  CK_RV (*C_DecryptInit)(CK_HANDLE, CK_MECHANISM *, CK_HANDLE);
  CK_RV (*C_Decrypt)(CK_HANDLE, CK_BYTE *, CK_ULONG, CK_BYTE *, CK_ULONG *);
  CK_UNUSED C_DecryptUpdate, C_DecryptFinal;
  CK_UNUSED C_DigestInit, C_Digest, C_DigestUpdate, C_DigestKey, C_DigestFinal;
  CK_RV (*C_SignInit)(CK_HANDLE, CK_MECHANISM *, CK_HANDLE);
  CK_RV (*C_Sign)(CK_HANDLE, CK_BYTE *, CK_ULONG, CK_BYTE *, CK_ULONG *);
  CK_UNUSED C_SignUpdate, C_SignFinal, C_SignRecoverInit, C_SignRecover;
  CK_UNUSED C_VerifyInit, C_Verify, C_VerifyUpdate, C_VerifyFinal, C_VerifyRecoverInit,
      C_VerifyRecover;
  CK_UNUSED C_DigestEncryptUpdate, C_DecryptDigestUpdate, C_SignEncryptUpdate,
      C_DecryptVerifyUpdate;
  CK_RV (*C_GenerateKey)(CK_HANDLE, CK_MECHANISM *, CK_ATTRIBUTE *, CK_ULONG, CK_HANDLE *);
  CK_UNUSED C_GenerateKeyPair;
  CK_RV (*C_WrapKey)(CK_HANDLE, CK_MECHANISM *, CK_HANDLE, CK_HANDLE, CK_BYTE *, CK_ULONG *);
  CK_RV (*C_UnwrapKey)(CK_HANDLE, CK_MECHANISM *, CK_HANDLE, CK_BYTE *, CK_ULONG, CK_ATTRIBUTE *,
                       CK_ULONG, CK_HANDLE *);
  CK_RV (*C_DeriveKey)(CK_HANDLE, CK_MECHANISM *, CK_HANDLE, CK_ATTRIBUTE *, CK_ULONG, CK_HANDLE *);
} CK_FUNCTION_LIST;

enum {
  CKF_OS_LOCKING_OK = 2,
  CKF_SERIAL_SESSION = 4,
  CKU_USER = 1,
  CKO_PRIVATE_KEY = 3,
  CKO_SECRET_KEY = 4,
  CKK_GENERIC_SECRET = 0x10,
  CKK_AES = 0x1F,
  CKD_NULL = 1,
  CKG_MGF1_SHA256 = 2,
  CKZ_DATA_SPECIFIED = 1,
  CKM_RSA_PKCS_OAEP = 0x9,
  CKM_SHA256 = 0x250,
  CKM_SHA256_HMAC = 0x251,
  CKM_ECDH1_DERIVE = 0x1050,
  CKM_AES_KEY_GEN = 0x1080,
  CKM_AES_GCM = 0x1087,
  CKM_AES_KEY_WRAP = 0x2109,
  CKA_CLASS = 0x0,
  CKA_TOKEN = 0x1,
  CKA_PRIVATE = 0x2,
  CKA_LABEL = 0x3,
  CKA_VALUE = 0x11,
  CKA_KEY_TYPE = 0x100,
  CKA_SENSITIVE = 0x103,
  CKA_ENCRYPT = 0x104,
  CKA_DECRYPT = 0x105,
  CKA_WRAP = 0x106,
  CKA_UNWRAP = 0x107,
  CKA_SIGN = 0x108,
  CKA_VERIFY = 0x10A,
  CKA_DERIVE = 0x10C,
  CKA_VALUE_LEN = 0x161,
  CKA_EXTRACTABLE = 0x162,
  CKA_LOCAL = 0x163,
  CKA_NEVER_EXTRACTABLE = 0x164,
  CKA_ALWAYS_SENSITIVE = 0x165,
  CKA_MODIFIABLE = 0x170,
  CKA_COPYABLE = 0x171,
  CKR_ATTRIBUTE_SENSITIVE = 0x11,
  CKR_ATTRIBUTE_TYPE_INVALID = 0x12
};
#define CKA_ALLOWED_MECHANISMS 0x40000600UL
#define CKR_OK 0UL

#endif
