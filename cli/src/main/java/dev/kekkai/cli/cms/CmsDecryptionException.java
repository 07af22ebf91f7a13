package dev.kekkai.cli.cms;

import java.security.GeneralSecurityException;

/**
 * A CMS did not decrypt. The one error for every way it can be wrong once its header was read, with
 * one text and no cause, because telling these apart helps whoever feeds in forged ones.
 */
public final class CmsDecryptionException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  CmsDecryptionException() {
    super("The CMS does not decrypt with this KEK: it was altered or cut short, or is for another");
  }
}
