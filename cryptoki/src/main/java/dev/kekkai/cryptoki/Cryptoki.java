package dev.kekkai.cryptoki;

import java.nio.ByteBuffer;

/**
 * The one seam to native code: a Java method for each C_ function in use, under the name the
 * standard gives it (OASIS PKCS #11 v3.1, section 5), with the caller's buffers in and out.
 *
 * <p>Handles are the module's raw numbers here. Only {@link CryptokiModule} and {@link Session}
 * hold an instance: they check that a handle belongs to the running incarnation of the module, and
 * that the module is not being finalised, before they pass a number down. A binding does none of
 * that and keeps no state that a caller could observe.
 *
 * <p>Output methods return the number of bytes written at {@code outOffset} and throw {@link
 * IndexOutOfBoundsException} when the buffer is too short; callers compute bounds and never ask for
 * a size (some modules answer size queries wrongly).
 *
 * <p>Thread-safety: an instance may own native memory, so it is used by one thread at a time;
 * {@link #forSession} gives another one over the same module and may be called by any thread at any
 * time. Every C_ method throws {@link CryptokiException} when the module answers anything but
 * CKR_OK.
 */
public interface Cryptoki {

  /**
   * Which binding this is, for people.
   *
   * @return its name as {@code -Dkekkai.binding} has it
   */
  String binding();

  /**
   * The same module for one more session: an instance whose native memory, if it has any, is its
   * own.
   *
   * @return to be given back by {@link #release()}
   */
  Cryptoki forSession();

  /**
   * Whether this binding can hand a mechanism to the module as it is, and bring back what the
   * module writes into its parameters.
   *
   * @param mechanism a mechanism
   * @return false where another one than meant would reach the module
   */
  boolean takes(Mechanism mechanism);

  /** Gives the native memory back, zeroed where it held secrets; no other method may follow. */
  void release();

  /**
   * Section 5.4: initialises the module.
   *
   * @param args locking flags and the module's own argument string
   * @throws CryptokiException when the module refuses, CKR_CRYPTOKI_ALREADY_INITIALIZED among them
   */
  void C_Initialize(InitializeArgs args) throws CryptokiException;

  /**
   * Section 5.4: ends all sessions and unloads the module's state.
   *
   * @throws CryptokiException when the module refuses
   */
  void C_Finalize() throws CryptokiException;

  /**
   * Section 5.4: who made the module.
   *
   * @return the module's own description
   * @throws CryptokiException when the module refuses
   */
  ModuleInfo C_GetInfo() throws CryptokiException;

  /**
   * Section 5.5: the slots.
   *
   * @param tokenPresent whether to leave out slots without a token
   * @return slot ids
   * @throws CryptokiException when the module refuses
   */
  long[] C_GetSlotList(boolean tokenPresent) throws CryptokiException;

  /**
   * Section 5.5: the token in a slot.
   *
   * @param slot slot id
   * @return label, maker, serial number and flags
   * @throws CryptokiException when the module refuses
   */
  TokenInfo C_GetTokenInfo(long slot) throws CryptokiException;

  /**
   * Section 5.5: gives an empty or re-used token a label and a security officer's PIN; destroys
   * what was on it.
   *
   * @param slot slot id
   * @param soPin the security officer's PIN; not kept
   * @param label at most 32 bytes of UTF-8
   * @throws CryptokiException when the module refuses
   */
  void C_InitToken(long slot, char[] soPin, String label) throws CryptokiException;

  /**
   * Section 5.5: sets the user's PIN; the security officer must be logged in.
   *
   * @param session session handle
   * @param pin the new PIN; not kept
   * @throws CryptokiException when the module refuses
   */
  void C_InitPIN(long session, char[] pin) throws CryptokiException;

  /**
   * Section 5.6: opens a session.
   *
   * @param slot slot id
   * @param flags CKF_SERIAL_SESSION, and CKF_RW_SESSION where wanted
   * @return session handle
   * @throws CryptokiException when the module refuses
   */
  long C_OpenSession(long slot, long flags) throws CryptokiException;

  /**
   * Section 5.6: closes a session; its session objects are destroyed.
   *
   * @param session session handle
   * @throws CryptokiException when the module refuses
   */
  void C_CloseSession(long session) throws CryptokiException;

  /**
   * Section 5.6: the state of a session (CKS_ number).
   *
   * @param session session handle
   * @return CKS_ state
   * @throws CryptokiException when the module refuses
   */
  long C_GetSessionInfo(long session) throws CryptokiException;

  /**
   * Section 5.6: logs in; all sessions of this application with the token share the login.
   *
   * @param session session handle
   * @param userType CKU_SO or CKU_USER
   * @param pin the PIN; not kept
   * @throws CryptokiException when the module refuses
   */
  void C_Login(long session, long userType, char[] pin) throws CryptokiException;

  /**
   * Section 5.6: logs out; handles of private objects become invalid.
   *
   * @param session session handle
   * @throws CryptokiException when the module refuses
   */
  void C_Logout(long session) throws CryptokiException;

  /**
   * Section 5.7: creates an object from given values.
   *
   * @param session session handle
   * @param template all attributes
   * @return object handle
   * @throws CryptokiException when the module refuses
   */
  long C_CreateObject(long session, Template template) throws CryptokiException;

  /**
   * Section 5.7: copies an object.
   *
   * @param session session handle
   * @param object object handle
   * @param template attributes that shall differ
   * @return object handle of the copy
   * @throws CryptokiException when the module refuses
   */
  long C_CopyObject(long session, long object, Template template) throws CryptokiException;

  /**
   * Section 5.7: destroys an object.
   *
   * @param session session handle
   * @param object object handle
   * @throws CryptokiException when the module refuses
   */
  void C_DestroyObject(long session, long object) throws CryptokiException;

  /**
   * Section 5.7: reads attributes. One that the object lacks, or that may not be read, is absent
   * from the answer and no error.
   *
   * @param session session handle
   * @param object object handle
   * @param types CKA numbers
   * @return what could be read
   * @throws CryptokiException when the module refuses for another reason
   */
  Attributes C_GetAttributeValue(long session, long object, long... types) throws CryptokiException;

  /**
   * Section 5.7: changes attributes.
   *
   * @param session session handle
   * @param object object handle
   * @param template the new values
   * @throws CryptokiException when the module refuses
   */
  void C_SetAttributeValue(long session, long object, Template template) throws CryptokiException;

  /**
   * Section 5.7: starts a search.
   *
   * @param session session handle
   * @param template attributes to match
   * @throws CryptokiException when the module refuses
   */
  void C_FindObjectsInit(long session, Template template) throws CryptokiException;

  /**
   * Section 5.7: the next matches.
   *
   * @param session session handle
   * @param max at most this many
   * @return object handles; empty at the end
   * @throws CryptokiException when the module refuses
   */
  long[] C_FindObjects(long session, int max) throws CryptokiException;

  /**
   * Section 5.7: ends a search.
   *
   * @param session session handle
   * @throws CryptokiException when the module refuses
   */
  void C_FindObjectsFinal(long session) throws CryptokiException;

  /**
   * Section 5.8: starts an encryption.
   *
   * @param session session handle
   * @param mechanism mechanism and parameters
   * @param key object handle
   * @throws CryptokiException when the module refuses
   */
  void C_EncryptInit(long session, Mechanism mechanism, long key) throws CryptokiException;

  /**
   * Section 5.8: encrypts in one part and ends the operation.
   *
   * @param session session handle
   * @param in input
   * @param inOffset where it starts
   * @param inLength its bytes
   * @param out output
   * @param outOffset where to write
   * @return bytes written
   * @throws CryptokiException when the module refuses
   */
  int C_Encrypt(long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException;

  /**
   * As {@link #C_Encrypt(long, byte[], int, int, byte[], int)} from and to memory outside the Java
   * heap. The binding may hand it to the module as it is, or copy.
   *
   * @param session session handle
   * @param in direct; what remains of it is the input, and its position stays
   * @param out direct; what remains of it is the room, and its position stays; may overlap {@code
   *     in}
   * @return bytes written
   * @throws CryptokiException when the module refuses
   */
  int C_Encrypt(long session, ByteBuffer in, ByteBuffer out) throws CryptokiException;

  /**
   * Section 5.8: encrypts a part.
   *
   * @param session session handle
   * @param in input
   * @param inOffset where it starts
   * @param inLength its bytes
   * @param out output
   * @param outOffset where to write
   * @return bytes written
   * @throws CryptokiException when the module refuses
   */
  int C_EncryptUpdate(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException;

  /**
   * Section 5.8: ends an encryption in parts.
   *
   * @param session session handle
   * @param out output
   * @param outOffset where to write
   * @return bytes written
   * @throws CryptokiException when the module refuses
   */
  int C_EncryptFinal(long session, byte[] out, int outOffset) throws CryptokiException;

  /**
   * Section 5.10: starts a decryption.
   *
   * @param session session handle
   * @param mechanism mechanism and parameters
   * @param key object handle
   * @throws CryptokiException when the module refuses
   */
  void C_DecryptInit(long session, Mechanism mechanism, long key) throws CryptokiException;

  /**
   * Section 5.10: decrypts in one part and ends the operation.
   *
   * @param session session handle
   * @param in input
   * @param inOffset where it starts
   * @param inLength its bytes
   * @param out output
   * @param outOffset where to write
   * @return bytes written
   * @throws CryptokiException when the module refuses, a bad tag among the reasons
   */
  int C_Decrypt(long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException;

  /**
   * As {@link #C_Decrypt(long, byte[], int, int, byte[], int)} from and to memory outside the Java
   * heap. The binding may hand it to the module as it is, or copy; after a failure {@code out}
   * holds zeros where the module may have written, and what it shares with {@code in} is as it was.
   *
   * @param session session handle
   * @param in direct; what remains of it is the input, and its position stays
   * @param out direct; what remains of it is the room, and its position stays; may overlap {@code
   *     in}
   * @return bytes written
   * @throws CryptokiException when the module refuses, a bad tag among the reasons
   */
  int C_Decrypt(long session, ByteBuffer in, ByteBuffer out) throws CryptokiException;

  /**
   * Section 5.10: decrypts a part.
   *
   * @param session session handle
   * @param in input
   * @param inOffset where it starts
   * @param inLength its bytes
   * @param out output
   * @param outOffset where to write
   * @return bytes written
   * @throws CryptokiException when the module refuses
   */
  int C_DecryptUpdate(
      long session, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws CryptokiException;

  /**
   * Section 5.10: ends a decryption in parts.
   *
   * @param session session handle
   * @param out output
   * @param outOffset where to write
   * @return bytes written
   * @throws CryptokiException when the module refuses, a bad tag among the reasons
   */
  int C_DecryptFinal(long session, byte[] out, int outOffset) throws CryptokiException;

  /**
   * Section 5.13: starts a signature or MAC.
   *
   * @param session session handle
   * @param mechanism mechanism and parameters
   * @param key object handle
   * @throws CryptokiException when the module refuses
   */
  void C_SignInit(long session, Mechanism mechanism, long key) throws CryptokiException;

  /**
   * Section 5.13: signs in one part and ends the operation.
   *
   * @param session session handle
   * @param data what to sign
   * @return the signature or MAC
   * @throws CryptokiException when the module refuses
   */
  byte[] C_Sign(long session, byte[] data) throws CryptokiException;

  /**
   * Section 5.18: generates a secret key.
   *
   * @param session session handle
   * @param mechanism key generation mechanism
   * @param template attributes of the new key
   * @return object handle
   * @throws CryptokiException when the module refuses
   */
  long C_GenerateKey(long session, Mechanism mechanism, Template template) throws CryptokiException;

  /**
   * Section 5.18: generates a key pair.
   *
   * @param session session handle
   * @param mechanism key pair generation mechanism
   * @param publicTemplate attributes of the public key
   * @param privateTemplate attributes of the private key
   * @return object handles: public, private
   * @throws CryptokiException when the module refuses
   */
  long[] C_GenerateKeyPair(
      long session, Mechanism mechanism, Template publicTemplate, Template privateTemplate)
      throws CryptokiException;

  /**
   * Section 5.18: wraps a key.
   *
   * @param session session handle
   * @param mechanism wrapping mechanism
   * @param wrappingKey object handle of the KEK
   * @param key object handle of the key to wrap
   * @param out output
   * @param outOffset where to write
   * @return bytes written
   * @throws CryptokiException when the module refuses
   */
  int C_WrapKey(
      long session, Mechanism mechanism, long wrappingKey, long key, byte[] out, int outOffset)
      throws CryptokiException;

  /**
   * Section 5.18: unwraps a key into a new object.
   *
   * @param session session handle
   * @param mechanism wrapping mechanism
   * @param unwrappingKey object handle of the KEK
   * @param in input
   * @param inOffset where the blob starts
   * @param inLength its bytes
   * @param template attributes of the new key
   * @return object handle
   * @throws CryptokiException when the module refuses
   */
  long C_UnwrapKey(
      long session,
      Mechanism mechanism,
      long unwrappingKey,
      byte[] in,
      int inOffset,
      int inLength,
      Template template)
      throws CryptokiException;

  /**
   * Section 5.18: derives a key.
   *
   * @param session session handle
   * @param mechanism derivation mechanism
   * @param baseKey object handle
   * @param template attributes of the new key
   * @return object handle
   * @throws CryptokiException when the module refuses
   */
  long C_DeriveKey(long session, Mechanism mechanism, long baseKey, Template template)
      throws CryptokiException;

  /**
   * Section 5.19: random bytes from the token.
   *
   * @param session session handle
   * @param out filled whole
   * @throws CryptokiException when the module refuses
   */
  void C_GenerateRandom(long session, byte[] out) throws CryptokiException;
}
