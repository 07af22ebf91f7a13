package dev.kekkai.cryptoki;

/**
 * CK_INFO (PKCS #11 v3.1, section 3.1), blank padding removed.
 *
 * @param manufacturer who made the module
 * @param description the module's own name
 * @param libraryVersion "major.minor" of the library
 * @param cryptokiVersion "major.minor" of the interface; no proof that its functions are there
 */
public record ModuleInfo(
    String manufacturer, String description, String libraryVersion, String cryptokiVersion) {}
