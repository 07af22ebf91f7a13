package dev.kekkai.config.profile;

/**
 * What a module and its token say of themselves, which chooses a profile.
 *
 * @param manufacturer manufacturer ID of CK_INFO or CK_TOKEN_INFO
 * @param description library description of CK_INFO
 * @param libraryVersion "major.minor" of the library in CK_INFO
 * @param model model of CK_TOKEN_INFO
 * @param serial serial number of CK_TOKEN_INFO
 * @param firmware "major.minor" of the firmware in CK_TOKEN_INFO
 */
public record ModuleFacts(
    String manufacturer,
    String description,
    String libraryVersion,
    String model,
    String serial,
    String firmware) {}
