package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.config.LimitSettings;

/**
 * A path and what is behind it.
 *
 * @param name for metrics
 * @param method the one method
 * @param hasBody whether requests have a body
 * @param endpoint answers
 */
record Route(String name, String method, boolean hasBody, Endpoint endpoint) {

  static Route get(String name, Endpoint endpoint) {
    return new Route(name, "GET", false, endpoint);
  }

  static Route post(String name, Endpoint endpoint) {
    return new Route(name, "POST", true, endpoint);
  }

  /** The longest body, in bytes. */
  int most(LimitSettings limits) {
    return hasBody ? limits.bodyBytes() : 0;
  }
}
