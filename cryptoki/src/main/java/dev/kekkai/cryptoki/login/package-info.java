/** Which PINs were refused, remembered across processes, and one login at a time. */
@NullMarked
package dev.kekkai.cryptoki.login;

import org.jspecify.annotations.NullMarked;
