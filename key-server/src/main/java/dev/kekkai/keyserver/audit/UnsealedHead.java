package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.SealKind;

/**
 * A head that a seal has to be made over.
 *
 * @param head which one
 * @param kind what kind of seal
 * @param since when the first entry that only this seal covers became durable, in nanoseconds
 */
record UnsealedHead(Head head, SealKind kind, long since) {}
