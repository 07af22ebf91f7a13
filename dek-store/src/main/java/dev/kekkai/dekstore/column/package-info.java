/**
 * Columns of an application's tables that hold field tokens: encrypting a plaintext column while it
 * is in use, reading it meanwhile, and encrypting tokens anew under a later DEK version.
 */
@NullMarked
package dev.kekkai.dekstore.column;

import org.jspecify.annotations.NullMarked;
