package dev.kekkai.dekstore;

import java.util.UUID;

/**
 * Which store this is, and which key of the token tags its rows.
 *
 * @param id random, made when the store was set up; every tag covers it
 * @param tagKey label of the key, such as {@code kekkai-store.v1}
 * @param tagKeyId its CKA_ID in hexadecimal
 */
public record StoreIdentity(UUID id, String tagKey, String tagKeyId) {}
