/** The audit log as lines of JSON: exports and witnesses. */
@NullMarked
package dev.kekkai.keyserver.audit.json;

import org.jspecify.annotations.NullMarked;
