/**
 * Files as CMS AuthEnvelopedData (RFC 5083, RFC 5084), for exchange with the {@code openssl}
 * command. What is written and taken is in {@code docs/formats/cms.md}.
 */
@NullMarked
package dev.kekkai.cli.cms;

import org.jspecify.annotations.NullMarked;
