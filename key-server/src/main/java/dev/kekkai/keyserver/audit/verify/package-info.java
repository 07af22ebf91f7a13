/** Reading, exporting and verifying audit logs; needs neither server nor HSM. */
@NullMarked
package dev.kekkai.keyserver.audit.verify;

import org.jspecify.annotations.NullMarked;
