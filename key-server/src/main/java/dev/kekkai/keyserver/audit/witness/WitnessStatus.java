package dev.kekkai.keyserver.audit.witness;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a witness is, for health and metrics.
 *
 * @param name which one, for instance {@code file:/var/log/kekkai/seals.jsonl}; no secrets in it
 * @param pending seals it has not taken yet
 * @param delivered seals it took since the start
 * @param dropped seals given up because too many were pending; later ones cover their entries
 * @param lastDelivery when it last took one; null for never
 * @param trouble why it takes none at present; null when all is well
 */
public record WitnessStatus(
    String name,
    int pending,
    long delivered,
    long dropped,
    @Nullable Instant lastDelivery,
    @Nullable String trouble) {}
