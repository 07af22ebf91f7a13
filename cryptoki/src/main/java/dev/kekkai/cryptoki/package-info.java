/**
 * Talking to a PKCS#11 token: one seam to native code, and above it sessions, login, object handles
 * and errors that say what was called.
 *
 * <p>Reading order: {@link dev.kekkai.cryptoki.Token} is what the rest of Kekkai uses; it lends
 * {@link dev.kekkai.cryptoki.Session}s, which call {@link dev.kekkai.cryptoki.Cryptoki}, the seam
 * that a native binding implements. Nothing here knows JCA.
 */
@NullMarked
package dev.kekkai.cryptoki;

import org.jspecify.annotations.NullMarked;
