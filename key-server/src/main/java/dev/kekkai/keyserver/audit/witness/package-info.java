/** Where seals go besides the database, so that a cut log can be told from a short one. */
@NullMarked
package dev.kekkai.keyserver.audit.witness;

import org.jspecify.annotations.NullMarked;
