package dev.kekkai.cryptoki;

import org.jspecify.annotations.Nullable;

/**
 * CK_C_INITIALIZE_ARGS (PKCS #11 v3.1, section 3.7) as far as Kekkai uses it.
 *
 * @param osLocking whether the module may lock with the operating system's primitives; without it
 *     modules such as SoftHSM2 don't lock at all
 * @param reserved the module's own argument, passed in the field pReserved; NSS softokn wants its
 *     configuration there, most modules refuse anything but null
 */
public record InitializeArgs(boolean osLocking, @Nullable String reserved) {}
