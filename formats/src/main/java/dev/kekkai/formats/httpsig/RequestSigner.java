package dev.kekkai.formats.httpsig;

import dev.kekkai.formats.encoding.Base64Url;
import java.net.URI;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests as {@link SignaturePolicy} wants them. Thread-safe.
 *
 * <p>Every attempt has to be signed anew, also a repetition of the same request: a nonce counts
 * once.
 */
public final class RequestSigner {

  private static final Duration MAX_VALIDITY = SignaturePolicy.standard().maxValidity();
  private static final int NONCE_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SigningKey key;
  private final String tag;
  private final Duration validity;
  private final Clock clock;

  /**
   * A signer.
   *
   * @param key what it signs with
   * @param tag names the application, {@value SignaturePolicy#TAG}
   * @param validity how long a signature may be used: whole seconds, 1 second to 5 minutes
   * @param clock says when a signature is made
   * @throws IllegalArgumentException when the tag or the validity is out of bounds
   */
  public RequestSigner(SigningKey key, String tag, Duration validity, Clock clock) {
    if (tag.isEmpty() || tag.length() > RequestSignature.MAX_TAG_CHARS || !isPrintable(tag)) {
      throw new IllegalArgumentException(
          "A tag has 1 to " + RequestSignature.MAX_TAG_CHARS + " printable ASCII characters");
    }
    if (validity.toSeconds() < 1
        || validity.toNanosPart() != 0
        || validity.compareTo(MAX_VALIDITY) > 0) {
      throw new IllegalArgumentException(
          "A signature is valid for 1 to "
              + MAX_VALIDITY.toSeconds()
              + " whole seconds, not "
              + validity);
    }
    this.key = key;
    this.tag = tag;
    this.validity = validity;
    this.clock = clock;
  }

  static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /**
   * Signs one request.
   *
   * @param method for instance {@code POST}
   * @param target where it goes, absolute; host and port as the server sees them in {@code Host}
   * @param contentType exactly the value of the header field Content-Type; null without a body
   * @param body the bytes that are sent; null when there are none
   * @return the header fields to add, names in lower case: {@code signature-input}, {@code
   *     signature} and, with a body, {@code content-digest}
   * @throws IllegalArgumentException when the target is not an absolute URI with a host, when there
   *     is a body without content type or the other way round, or when something does not fit into
   *     a header field
   * @throws SignatureException when the key can't sign now
   */
  public Map<String, String> sign(
      String method, URI target, @Nullable String contentType, byte @Nullable [] body)
      throws SignatureException {
    if ((contentType == null) != (body == null)) {
      throw new IllegalArgumentException("A body has a content type, and only a body has one");
    }
    List<String> covered = new ArrayList<>(SignaturePolicy.ALWAYS);
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, String> added = new LinkedHashMap<>();
    if (contentType != null && body != null) {
      covered.addAll(SignaturePolicy.WITH_BODY);
      added.put("content-digest", ContentDigest.of(body));
      fields.putAll(added);
      fields.put("content-type", contentType);
    }
    InnerList input = input(covered);
    byte[] base = base(input, method, target, fields);
    byte[] signature = key.algorithm().sign(key.key(), base);
    added.put("signature-input", labelled(input.serialize()));
    added.put("signature", labelled(ByteSequenceItem.valueOf(signature).serialize()));
    return Collections.unmodifiableMap(added);
  }

  private InnerList input(List<String> covered) {
    List<Item<? extends Object>> items = new ArrayList<>();
    covered.forEach(name -> items.add(StringItem.valueOf(name)));
    long created = clock.instant().getEpochSecond();
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("created", created);
    parameters.put("expires", created + validity.toSeconds());
    parameters.put("nonce", nonce());
    parameters.put("keyid", key.keyId());
    parameters.put("tag", tag);
    return InnerList.valueOf(items).withParams(Parameters.valueOf(parameters));
  }

  private static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }

  private static byte[] base(
      InnerList input, String method, URI target, Map<String, String> fields) {
    try {
      HttpFields lines = name -> fields.containsKey(name) ? List.of(fields.get(name)) : List.of();
      return SignatureInput.of(input).base(new RequestComponents(method, target, lines));
    } catch (HttpSignatureException e) {
      throw new IllegalArgumentException("Such a request can't be signed: " + e.getMessage(), e);
    }
  }

  private static String labelled(String value) {
    return RequestSignature.LABEL + "=" + value;
  }
}
