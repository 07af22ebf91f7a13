package dev.kekkai.keyserver.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen.
 *
 * @param host a name or an address of this machine; {@code 0.0.0.0} or {@code ::} for all
 * @param port 0 to 65535; 0 for any that is free
 */
public record ListenAddress(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9.-]{1,253}):([0-9]{1,5})");

  /**
   * Reads {@code HOST:PORT}; an IPv6 address stands in brackets.
   *
   * @param text for instance {@code 127.0.0.1:9443} or {@code [::1]:9443}
   * @return the address
   * @throws IllegalArgumentException when it is none; the message says what one looks like
   */
  public static ListenAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches() && Integer.parseInt(matcher.group(2)) <= 0xFFFF) {
      String host = matcher.group(1);
      return new ListenAddress(
          host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
          Integer.parseInt(matcher.group(2)));
    }
    throw new IllegalArgumentException("must be HOST:PORT, such as 0.0.0.0:8443 or [::1]:8443");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
  }
}
