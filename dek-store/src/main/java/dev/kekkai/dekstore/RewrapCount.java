package dev.kekkai.dekstore;

import dev.kekkai.provider.keys.KekRef;

/**
 * What there is to rewrap.
 *
 * @param from the old KEK version
 * @param to the new one
 * @param waiting DEKs under the old one, without those destroyed
 * @param under DEKs under the new one already
 */
public record RewrapCount(KekRef from, KekRef to, long waiting, long under) {}
