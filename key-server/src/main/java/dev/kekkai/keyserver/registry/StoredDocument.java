package dev.kekkai.keyserver.registry;

/**
 * A version of the registry with its document.
 *
 * @param version which one
 * @param text the document as it was applied
 */
public record StoredDocument(StoredVersion version, String text) {}
