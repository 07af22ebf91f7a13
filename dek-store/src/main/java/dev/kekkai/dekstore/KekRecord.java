package dev.kekkai.dekstore;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.provider.keys.KekRef;
import java.time.Instant;

/**
 * What the store knows of a KEK version. Holds no secret.
 *
 * @param ref name and version
 * @param ckaId its CKA_ID in hexadecimal
 * @param kind AES or RSA
 * @param state whether it is the primary version
 * @param canary proof of identity
 * @param createdAt when it was registered here
 */
public record KekRecord(
    KekRef ref, String ckaId, KeyKind kind, KekState state, Canary canary, Instant createdAt) {}
