package dev.kekkai.integration.failures;

import static dev.kekkai.integration.failures.Work.AGREE;
import static dev.kekkai.integration.failures.Work.CLOSE;
import static dev.kekkai.integration.failures.Work.CONNECT;
import static dev.kekkai.integration.failures.Work.DECRYPT;
import static dev.kekkai.integration.failures.Work.DECRYPT_IN_PARTS;
import static dev.kekkai.integration.failures.Work.ENCRYPT;
import static dev.kekkai.integration.failures.Work.ENCRYPT_IN_PARTS;
import static dev.kekkai.integration.failures.Work.LOOK;
import static dev.kekkai.integration.failures.Work.LOOK_UP;
import static dev.kekkai.integration.failures.Work.MAC;
import static dev.kekkai.integration.failures.Work.MAKE_DEK;
import static dev.kekkai.integration.failures.Work.MAKE_KEK;
import static dev.kekkai.integration.failures.Work.MAKE_PAIR;
import static dev.kekkai.integration.failures.Work.RANDOM;
import static dev.kekkai.integration.failures.Work.RECOVER;
import static dev.kekkai.integration.failures.Work.SIGN;
import static dev.kekkai.integration.failures.Work.UNWRAP_HSM;
import static dev.kekkai.integration.failures.Work.UNWRAP_OAEP;
import static dev.kekkai.integration.failures.Work.UNWRAP_SOFTWARE;
import static dev.kekkai.integration.failures.Work.WRAP;
import static dev.kekkai.integration.failures.Work.WRAP_OAEP;

import java.util.ArrayList;
import java.util.List;

/** Every C_ function that Kekkai calls, in the kinds of work that call it. */
final class Places {
  /** Codes that are given as a lost answer too. */
  static final List<Code> OF_LOST_ANSWERS =
      List.of(
          Code.of("CKR_HOST_MEMORY"),
          Code.of("CKR_GENERAL_ERROR"),
          Code.of("CKR_FUNCTION_FAILED"),
          Code.of("CKR_DEVICE_ERROR"),
          Code.of("CKR_SESSION_HANDLE_INVALID"));

  private Places() {}

  static List<Place> all() {
    List<Place> all = new ArrayList<>();
    add(all, "C_Initialize", CONNECT, RECOVER);
    add(all, "C_GetInfo", CONNECT);
    add(all, "C_GetSlotList", CONNECT, RECOVER);
    add(all, "C_GetTokenInfo", CONNECT, RECOVER, LOOK);
    add(all, "C_OpenSession", CONNECT, RECOVER, LOOK, MAKE_KEK);
    add(all, "C_CloseSession", CONNECT, RECOVER, LOOK, MAKE_KEK, CLOSE);
    add(all, "C_GetSessionInfo", LOOK);
    add(all, "C_Login", CONNECT, RECOVER);
    add(all, "C_FindObjectsInit", LOOK_UP, LOOK, MAKE_KEK);
    add(all, "C_FindObjects", LOOK_UP, LOOK, MAKE_KEK);
    add(all, "C_FindObjectsFinal", LOOK_UP, LOOK, MAKE_KEK);
    add(all, "C_GetAttributeValue", LOOK_UP, UNWRAP_HSM, UNWRAP_SOFTWARE, AGREE, MAKE_KEK);
    add(all, "C_CreateObject", WRAP, WRAP_OAEP);
    add(all, "C_DestroyObject", WRAP, WRAP_OAEP, UNWRAP_HSM, UNWRAP_SOFTWARE, AGREE);
    add(all, "C_EncryptInit", ENCRYPT, ENCRYPT_IN_PARTS);
    add(all, "C_Encrypt", ENCRYPT);
    add(all, "C_EncryptUpdate", ENCRYPT_IN_PARTS);
    add(all, "C_EncryptFinal", ENCRYPT_IN_PARTS);
    add(all, "C_DecryptInit", DECRYPT, DECRYPT_IN_PARTS);
    add(all, "C_Decrypt", DECRYPT);
    add(all, "C_DecryptUpdate", DECRYPT_IN_PARTS);
    add(all, "C_DecryptFinal", DECRYPT_IN_PARTS);
    add(all, "C_SignInit", SIGN, MAC);
    add(all, "C_Sign", SIGN, MAC);
    add(all, "C_GenerateKey", MAKE_DEK, MAKE_KEK);
    add(all, "C_GenerateKeyPair", MAKE_PAIR);
    add(all, "C_WrapKey", WRAP, WRAP_OAEP, MAKE_DEK);
    add(all, "C_UnwrapKey", WRAP_OAEP, UNWRAP_HSM, UNWRAP_SOFTWARE, UNWRAP_OAEP);
    add(all, "C_DeriveKey", AGREE);
    add(all, "C_GenerateRandom", RANDOM);
    add(all, "C_Finalize", CLOSE, RECOVER);
    return all;
  }

  private static void add(List<Place> all, String function, Work... works) {
    for (Work work : works) {
      all.add(Place.before(function, work));
    }
    for (Work work : works) {
      all.add(Place.before(function, work).withAnswerLost());
    }
  }

  static List<Code> codes(Place place) {
    return place.lost() ? OF_LOST_ANSWERS : Code.all();
  }
}
