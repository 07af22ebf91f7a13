package dev.kekkai.dekstore;

import dev.kekkai.provider.keys.WrappedDek;

/**
 * Proof that an object on the token is the KEK it is taken for, and not another one of the same
 * label and CKA_ID: a random DEK wrapped when the KEK was made, and a fixed text encrypted under
 * it. Holds no secret.
 *
 * @param wrapped the DEK, used for nothing else
 * @param token the field token of the fixed text
 */
public record Canary(WrappedDek wrapped, String token) {}
