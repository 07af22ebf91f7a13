/**
 * What an application server needs: seals values with the public KEK, offline, and opens them
 * through the key server. Nothing here knows of PKCS#11.
 *
 * <p>{@link dev.kekkai.client.KekSetCache} holds the signed set of public KEKs, {@link
 * dev.kekkai.client.Sealer} seals with it, {@link dev.kekkai.client.KeyServerClient} opens and
 * reseals. {@link dev.kekkai.client.Clients} makes all of them of a {@code
 * kekkai-client.properties}. How to use them is in {@code docs/client.md}.
 */
@NullMarked
package dev.kekkai.client;

import org.jspecify.annotations.NullMarked;
