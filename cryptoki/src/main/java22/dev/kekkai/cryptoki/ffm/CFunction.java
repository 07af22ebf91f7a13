package dev.kekkai.cryptoki.ffm;

/**
 * The C_ functions in use and their places in CK_FUNCTION_LIST (PKCS #11 v3.1, section 3.6; the
 * order is that of pkcs11f.h and the same since version 2.01).
 */
enum CFunction {
  C_Initialize(0),
  C_Finalize(1),
  C_GetInfo(2),
  C_GetSlotList(4),
  C_GetTokenInfo(6),
  C_InitToken(9),
  C_InitPIN(10),
  C_OpenSession(12),
  C_CloseSession(13),
  C_GetSessionInfo(15),
  C_Login(18),
  C_Logout(19),
  C_CreateObject(20),
  C_CopyObject(21),
  C_DestroyObject(22),
  C_GetAttributeValue(24),
  C_SetAttributeValue(25),
  C_FindObjectsInit(26),
  C_FindObjects(27),
  C_FindObjectsFinal(28),
  C_EncryptInit(29),
  C_Encrypt(30),
  C_EncryptUpdate(31),
  C_EncryptFinal(32),
  C_DecryptInit(33),
  C_Decrypt(34),
  C_DecryptUpdate(35),
  C_DecryptFinal(36),
  C_SignInit(42),
  C_Sign(43),
  C_GenerateKey(58),
  C_GenerateKeyPair(59),
  C_WrapKey(60),
  C_UnwrapKey(61),
  C_DeriveKey(62),
  C_GenerateRandom(64);

  private final int position;

  CFunction(int position) {
    this.position = position;
  }

  /** Its place in the list, counted from 0. */
  int position() {
    return position;
  }
}
