/** The bytes of the audit log: entries, hash chains, seals. {@code docs/formats/audit-log.md}. */
@NullMarked
package dev.kekkai.keyserver.audit.format;

import org.jspecify.annotations.NullMarked;
