/** What outlives the process, in a folder of the user's or of the operator's choice. */
@NullMarked
package dev.kekkai.cryptoki.state;

import org.jspecify.annotations.NullMarked;
