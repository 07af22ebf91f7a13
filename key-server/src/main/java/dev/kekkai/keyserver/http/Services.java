package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.access.Authenticator;
import dev.kekkai.keyserver.access.ItemService;
import dev.kekkai.keyserver.keks.Keks;
import dev.kekkai.keyserver.registry.Operation;
import java.util.Map;

/**
 * What is behind the paths.
 *
 * @param authenticator finds out who sent a request
 * @param items decides on items
 * @param keks has the KEK set
 * @param pages has the audit log
 */
public record Services(
    Authenticator authenticator, ItemService items, Keks keks, AuditPages pages) {

  /** The paths, for at most so many items in a request. */
  Map<String, Route> routes(int batch) {
    ItemsJson json = new ItemsJson(batch);
    return Map.of(
        "/v1/keks", Route.get("keks", new KeksEndpoint(keks)),
        "/v1/decrypt", Route.post("decrypt", items(Operation.DECRYPT, false, json)),
        "/v1/decrypt/batch", Route.post("decrypt-batch", items(Operation.DECRYPT, true, json)),
        "/v1/reseal", Route.post("reseal", items(Operation.RESEAL, false, json)),
        "/v1/reseal/batch", Route.post("reseal-batch", items(Operation.RESEAL, true, json)),
        "/v1/audit", Route.get("audit", new AuditEndpoint(authenticator, items, pages)),
        "/openapi.json", Route.get("openapi", OpenApi.endpoint()));
  }

  private Endpoint items(Operation operation, boolean batch, ItemsJson json) {
    return new ItemsEndpoint(operation, batch, authenticator, items, json);
  }
}
