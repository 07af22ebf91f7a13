package dev.kekkai.integration.keyserver;

import dev.kekkai.formats.httpsig.ContentDigest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A signed request as somebody made it, or with something changed.
 *
 * @param what for messages
 * @param status what the server has to answer
 * @param fields header fields, names in lower case
 */
record Signed(
    String what, int status, String method, URI target, Map<String, String> fields, String body) {
  private static final int OK = 200;
  private static final int UNAUTHENTICATED = 401;
  private static final int METHOD_NOT_ALLOWED = 405;

  static Signed post(String what, URI target, Map<String, String> fields, String body) {
    return new Signed(what, OK, "POST", target, fields, body);
  }

  /** All that one can change: each component that is covered, the body, and each parameter. */
  List<Signed> changed(String otherKeyId) {
    List<Signed> all = new ArrayList<>();
    all.add(new Signed(what + ": method", METHOD_NOT_ALLOWED, "PUT", target, fields, body));
    all.add(elsewhere("localhost", "127.0.0.1"));
    all.add(elsewhere("decrypt", "reseal"));
    all.add(elsewhere("trace=1", "trace=2"));
    all.add(with("content-type", "application/json; charset=utf-8"));
    all.add(with("content-digest", digest(body + " ")));
    all.add(withBody(body + " "));
    all.add(with("content-digest", digest(body + " ")).withBody(body + " "));
    all.add(withInput("nonce=\"....", "nonce=\"AAAA"));
    all.add(withInput("keyid=\"[^\"]*", "keyid=\"" + otherKeyId));
    all.add(withInput("tag=\"kekkai", "tag=\"kekkaj"));
    all.add(withSecondLess("created"));
    all.add(withSecondLess("expires"));
    all.add(withInput(" \"content-type\"", ""));
    return all;
  }

  private static String digest(String body) {
    return ContentDigest.of(body.getBytes(StandardCharsets.UTF_8));
  }

  private Signed elsewhere(String from, String to) {
    URI changed = URI.create(target.toString().replace(from, to));
    return refused(to, changed, fields, body);
  }

  private Signed withBody(String changed) {
    return refused("body", target, fields, changed);
  }

  private Signed with(String field, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(field, value);
    return refused(field, target, changed, body);
  }

  private Signed withInput(String regex, String to) {
    return with("signature-input", fields.get("signature-input").replaceFirst(regex, to));
  }

  private Signed withSecondLess(String parameter) {
    String changed =
        Pattern.compile(parameter + "=(\\d+)")
            .matcher(fields.get("signature-input"))
            .replaceFirst(time -> parameter + "=" + (Long.parseLong(time.group(1)) - 1));
    return with("signature-input", changed);
  }

  private Signed refused(String how, URI to, Map<String, String> with, String text) {
    return new Signed(what + ": " + how, UNAUTHENTICATED, method, to, with, text);
  }
}
