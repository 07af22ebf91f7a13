/** What failed before anybody was authenticated: counted, and a sample of it kept. */
@NullMarked
package dev.kekkai.keyserver.audit.reject;

import org.jspecify.annotations.NullMarked;
