package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.access.Inbound;
import dev.kekkai.keyserver.access.RejectedException;
import dev.kekkai.keyserver.access.UnavailableException;
import java.util.function.BooleanSupplier;

/** What answers the requests of one path. Thread-safe. */
@FunctionalInterface
interface Endpoint {
  /**
   * Answers a request.
   *
   * @param request whole, with its body
   * @param wanted false once nobody waits for the answer
   * @throws RejectedException when it is not known who sent it
   * @throws UnavailableException when it can't be served now
   */
  Answer handle(Inbound request, BooleanSupplier wanted)
      throws RejectedException, UnavailableException;
}
