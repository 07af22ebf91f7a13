package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.access.Authenticator;
import dev.kekkai.keyserver.access.Caller;
import dev.kekkai.keyserver.access.Inbound;
import dev.kekkai.keyserver.access.ItemRequest;
import dev.kekkai.keyserver.access.ItemResult;
import dev.kekkai.keyserver.access.ItemService;
import dev.kekkai.keyserver.access.RejectedException;
import dev.kekkai.keyserver.access.UnavailableException;
import dev.kekkai.keyserver.limit.LimitUnavailableException;
import dev.kekkai.keyserver.registry.Operation;
import dev.kekkai.keyserver.registry.RegistryUnavailableException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Opens items or seals them anew, one or many. */
final class ItemsEndpoint implements Endpoint {
  private static final Pattern JSON =
      Pattern.compile("(?i)application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");

  private final Operation operation;
  private final boolean batch;
  private final Authenticator authenticator;
  private final ItemService items;
  private final ItemsJson json;

  ItemsEndpoint(
      Operation operation,
      boolean batch,
      Authenticator authenticator,
      ItemService items,
      ItemsJson json) {
    this.operation = operation;
    this.batch = batch;
    this.authenticator = authenticator;
    this.items = items;
    this.json = json;
  }

  @Override
  public Answer handle(Inbound request, BooleanSupplier wanted)
      throws RejectedException, UnavailableException {
    Caller caller = authenticate(authenticator, request);
    if (!items.admit(operation, caller)) {
      return Problem.FORBIDDEN.answer(request.id());
    }
    if (!isJson(request)) {
      items.refuse(operation, caller, "content-type");
      return Problem.UNSUPPORTED_MEDIA_TYPE.answer(request.id());
    }
    List<ItemRequest> requests;
    try {
      requests = batch ? json.batch(request.body()) : List.of(json.single(request.body()));
    } catch (MalformedRequestException e) {
      items.refuse(operation, caller, "malformed-request");
      return Problem.BAD_REQUEST.answer(request.id());
    }
    List<ItemResult> results = items.run(operation, caller, requests, wanted);
    if (batch) {
      return AnswerJson.batch(results);
    }
    if (results.get(0) instanceof ItemResult.Refused refused) {
      Problem problem = AnswerJson.problem(refused);
      return problem == Problem.QUOTA
          ? problem.answer(request.id(), refused.retryAfter())
          : problem.answer(request.id());
    }
    return AnswerJson.single(results.get(0));
  }

  /** Who sent it; a database that does not answer is no fault of the request's. */
  static Caller authenticate(Authenticator authenticator, Inbound request)
      throws RejectedException, UnavailableException {
    try {
      return authenticator.authenticate(request);
    } catch (LimitUnavailableException e) {
      throw new UnavailableException("nonces: " + e.getMessage(), e);
    } catch (RegistryUnavailableException e) {
      throw new UnavailableException("registry: " + e.getMessage(), e);
    }
  }

  private static boolean isJson(Inbound request) {
    List<String> types = request.fields().values("content-type");
    return types.size() == 1 && JSON.matcher(types.get(0)).matches();
  }
}
