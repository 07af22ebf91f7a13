package dev.kekkai.cli.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A KEK version in the inventory (PCI DSS 3.6.1.1). What is not known is null.
 *
 * @param label name and version
 * @param kind such as {@code aesKek}; empty when the token has no such key
 * @param bits length; 0 when not known
 * @param strength security strength in bits (SP 800-57); 0 when not known
 * @param id CKA_ID in hexadecimal
 * @param origin {@code local}, {@code adopted}, {@code imported} or {@code unknown}
 * @param state as the store has it; without a store {@code primary} or {@code retired}
 * @param canary what came of it, {@code none}, or {@code no store}
 * @param created when it was made or registered
 * @param cryptoperiodEnd when it should no longer be primary
 * @param deks how many DEKs of the store are under it; -1 without a store
 */
public record KekEntry(
    String label,
    String kind,
    int bits,
    int strength,
    String id,
    String origin,
    String state,
    String canary,
    @Nullable Instant created,
    @Nullable Instant cryptoperiodEnd,
    long deks) {}
