package dev.kekkai.keyserver.access;

import dev.kekkai.keyserver.registry.RegisteredClient;

/**
 * Who is known to have sent a request.
 *
 * @param client as registered
 * @param keyId the key that signed
 * @param peer the address the request came from
 * @param requestId the request's
 * @param auditIncarnation {@link dev.kekkai.keyserver.audit.AuditLog#incarnation()} before the
 *     request's nonce was used
 */
public record Caller(
    RegisteredClient client, String keyId, String peer, String requestId, long auditIncarnation) {}
