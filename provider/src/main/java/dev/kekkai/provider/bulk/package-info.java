/**
 * AES-256-GCM with a DEK, in the token or in software: two engines behind one interface. What one
 * writes the other reads.
 */
@NullMarked
package dev.kekkai.provider.bulk;

import org.jspecify.annotations.NullMarked;
