package dev.kekkai.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The PKCS#11 module and how this process uses it.
 *
 * @param path absolute path of the library ({@code module}); existed when the config was read
 * @param args string for {@code CK_C_INITIALIZE_ARGS.pReserved} ({@code module.args}), which NSS
 *     needs and other modules refuse; {@code null} sends none
 * @param sharing who owns the module ({@code sharing})
 * @param nativeDir folder to unpack the binding's native library to ({@code native.dir}); {@code
 *     null} uses a private temporary one
 */
public record ModuleSettings(
    Path path, @Nullable String args, Sharing sharing, @Nullable Path nativeDir) {}
