/** How PKCS#11 modules differ, as data: one profile for each module family. */
@NullMarked
package dev.kekkai.config.profile;

import org.jspecify.annotations.NullMarked;
