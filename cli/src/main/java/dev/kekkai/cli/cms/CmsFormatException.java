package dev.kekkai.cli.cms;

import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * A file is no CMS that is taken here. The message says why: it depends on what stands in the clear
 * before the content, and on no key.
 */
public final class CmsFormatException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  CmsFormatException(String message) {
    this(message, null);
  }

  CmsFormatException(String message, @Nullable Exception cause) {
    super(message, cause);
  }
}
