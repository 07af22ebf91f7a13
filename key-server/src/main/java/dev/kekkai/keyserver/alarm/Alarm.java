package dev.kekkai.keyserver.alarm;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that people should look at.
 *
 * @param id names this alarm, wherever it is told
 * @param raisedAt when
 * @param server the server that raised it
 * @param kind what it is about
 * @param client the client's id; null when it is about none
 * @param kek the KEK's name; null when it is about none
 * @param seen how many items in the period; 0 when nothing is counted
 * @param threshold from how many on there is an alarm; 0 when nothing is counted
 * @param suspended whether the client was suspended for it
 * @param detail the same in a sentence
 */
public record Alarm(
    UUID id,
    Instant raisedAt,
    String server,
    AlarmKind kind,
    @Nullable String client,
    @Nullable String kek,
    long seen,
    long threshold,
    boolean suspended,
    String detail) {}
