/**
 * The binding over the IAIK PKCS#11 Wrapper's natives, as packaged by {@code
 * org.xipki:ipkcs11wrapper}. Only its low-level classes are used: they print no banner, and they
 * pass {@code pReserved}. Nothing outside this package may see IAIK's types.
 */
@NullMarked
package dev.kekkai.cryptoki.iaik;

import org.jspecify.annotations.NullMarked;
