package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.access.Inbound;
import dev.kekkai.keyserver.access.UnavailableException;
import dev.kekkai.keyserver.keks.Keks;
import dev.kekkai.keyserver.keks.KeksUnavailableException;
import dev.kekkai.keyserver.keks.PublishedKeks;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Gives out the signed KEK set. Nothing in it is secret, so TLS is enough. */
final class KeksEndpoint implements Endpoint {
  private final Keks keks;

  KeksEndpoint(Keks keks) {
    this.keks = keks;
  }

  @Override
  public Answer handle(Inbound request, BooleanSupplier wanted) throws UnavailableException {
    try {
      PublishedKeks set = keks.published();
      String tag = '"' + set.tag() + '"';
      boolean known = request.fields().values("if-none-match").contains(tag);
      Answer answer =
          known
              ? Answer.empty(304)
              : Answer.of(200, "application/jose", set.jws().getBytes(StandardCharsets.US_ASCII));
      return answer.with("ETag", tag);
    } catch (KeksUnavailableException e) {
      throw new UnavailableException("KEK set: " + e.getMessage(), e);
    }
  }
}
