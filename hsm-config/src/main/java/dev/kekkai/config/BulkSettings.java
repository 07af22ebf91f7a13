package dev.kekkai.config;

import org.jspecify.annotations.Nullable;

/**
 * How data is encrypted under a DEK.
 *
 * @param mode in the token or in software ({@code bulk})
 * @param softwareProvider name of the JCA provider that does it in software ({@code
 *     software.provider})
 * @param callerIv whether callers may choose IVs ({@code callerIv})
 * @param hsmMaxMessage most bytes given to the token in one call ({@code hsm.max-message}), in
 *     place of the profile's {@code gcm.maxBytes}; {@code null} leaves the profile's
 */
public record BulkSettings(
    BulkMode mode, String softwareProvider, CallerIv callerIv, @Nullable Integer hsmMaxMessage) {}
