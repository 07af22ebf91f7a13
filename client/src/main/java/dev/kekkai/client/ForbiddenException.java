package dev.kekkai.client;

/**
 * The key server knows this client and does not let it: the KEK, the context or the operation is
 * not among those it is registered for, or it is suspended or expired. The audit log says which;
 * the answer does not. Trying again does not help.
 */
public final class ForbiddenException extends KeyServerException {

  private static final long serialVersionUID = 1L;

  ForbiddenException() {
    super(
        "The key server does not allow this client to do that: see its registration (operations,"
            + " KEKs, contexts, suspension) and the audit log",
        null);
  }
}
