package dev.kekkai.cryptoki;

/**
 * Handles of a new key pair.
 *
 * @param publicKey the public key
 * @param privateKey the private key
 */
public record KeyPairHandles(ObjectHandle publicKey, ObjectHandle privateKey) {}
