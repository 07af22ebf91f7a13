package dev.kekkai.formats.httpsig;

import java.net.URI;
import java.security.Provider;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a request, labelled {@value #LABEL}; others are passed over. Immutable and
 * thread-safe.
 *
 * <p>Reading one proves nothing: {@link SignaturePolicy#check} says whether it covers enough and is
 * fresh, {@link #verify} whether it is right.
 */
public final class RequestSignature {

  /** The label of the signature that is looked at, in both header fields. */
  public static final String LABEL = "sig";

  /** The shortest nonce, in characters. */
  public static final int MIN_NONCE_CHARS = 16;

  /** The longest nonce, in characters. */
  public static final int MAX_NONCE_CHARS = 64;

  /** The longest tag, in characters. */
  public static final int MAX_TAG_CHARS = 64;

  private static final int MAX_ALGORITHM_CHARS = 64;

  private final LabelledSignature signature;
  private final Instant created;
  private final Instant expires;
  private final String nonce;
  private final String keyId;
  private final String tag;
  private final @Nullable String algorithm;

  private RequestSignature(LabelledSignature signature) throws HttpSignatureException {
    SignatureInput input = signature.input();
    this.signature = signature;
    this.created = Instant.ofEpochSecond(required("created", input.seconds("created")));
    this.expires = Instant.ofEpochSecond(required("expires", input.seconds("expires")));
    this.nonce = required("nonce", input.text("nonce", MIN_NONCE_CHARS, MAX_NONCE_CHARS));
    this.keyId = required("keyid", input.text("keyid", 1, SigningKey.MAX_KEY_ID_CHARS));
    this.tag = required("tag", input.text("tag", 1, MAX_TAG_CHARS));
    this.algorithm = input.text("alg", 1, MAX_ALGORITHM_CHARS);
  }

  private static <T> T required(String name, @Nullable T value) throws HttpSignatureException {
    if (value == null) {
      throw new HttpSignatureException("The signature has no parameter " + name);
    }
    return value;
  }

  /**
   * Reads the signature of a request. No key is needed and nothing is looked up.
   *
   * @param method as in the request
   * @param target the target URI, absolute: scheme, host and port as the client meant them (the
   *     field Host or {@code :authority}), path and query undecoded
   * @param fields the request's header fields
   * @return the signature, with all that it covers
   * @throws HttpSignatureException when there is none, when it is malformed or out of bounds, when
   *     it lacks one of created, expires, nonce, keyid and tag, or when it covers something that
   *     the request lacks or that is not supported
   */
  public static RequestSignature parse(String method, URI target, HttpFields fields)
      throws HttpSignatureException {
    ComponentSource request = new RequestComponents(method, target, fields);
    return new RequestSignature(LabelledSignature.read(LABEL, fields, request));
  }

  /**
   * The id of the key that is said to have signed.
   *
   * @return 1 to {@value SigningKey#MAX_KEY_ID_CHARS} printable ASCII characters
   */
  public String keyId() {
    return keyId;
  }

  /**
   * What makes this signature different from all others of its key.
   *
   * @return {@value #MIN_NONCE_CHARS} to {@value #MAX_NONCE_CHARS} printable ASCII characters
   */
  public String nonce() {
    return nonce;
  }

  /**
   * When it was made, by the signer's clock.
   *
   * @return whole seconds
   */
  public Instant created() {
    return created;
  }

  /**
   * When it ends, by the signer's clock.
   *
   * @return whole seconds
   */
  public Instant expires() {
    return expires;
  }

  /**
   * The application it was made for.
   *
   * @return 1 to {@value #MAX_TAG_CHARS} printable ASCII characters
   */
  public String tag() {
    return tag;
  }

  /**
   * The algorithm it names, which decides nothing.
   *
   * @return the parameter {@code alg}; usually empty
   */
  public Optional<String> algorithm() {
    return Optional.ofNullable(algorithm);
  }

  /**
   * What it covers, in its order.
   *
   * @return for instance {@code @method}, {@code content-type}; one with a parameter as RFC 9421
   *     writes it, {@code "@query-param";name="from"}
   */
  public List<String> components() {
    return signature.input().components().stream().map(Component::display).toList();
  }

  /**
   * Verifies it.
   *
   * @param key the public key that is registered under {@link #keyId()}
   * @param algorithm what that key is registered for
   * @return true when the key signed exactly this request; false also when the signature names
   *     another algorithm
   * @throws IllegalArgumentException when key and algorithm do not go together, see {@link
   *     SignatureAlgorithm#requireFit}
   */
  public boolean verify(PublicKey key, SignatureAlgorithm algorithm) {
    return verify(key, algorithm, null);
  }

  /**
   * Verifies it by one provider.
   *
   * @param key the public key that is registered under {@link #keyId()}
   * @param algorithm what that key is registered for
   * @param provider see {@link SignatureAlgorithm#verify(PublicKey, byte[], byte[], Provider)}
   * @return as {@link #verify(PublicKey, SignatureAlgorithm)}
   * @throws IllegalArgumentException when key and algorithm do not go together
   */
  public boolean verify(PublicKey key, SignatureAlgorithm algorithm, @Nullable Provider provider) {
    return (this.algorithm == null || this.algorithm.equals(algorithm.id()))
        && signature.verify(key, algorithm, provider);
  }

  /**
   * What it says of itself.
   *
   * @return key id, times and what is covered; nothing of the request's values
   */
  @Override
  public String toString() {
    return "RequestSignature[key "
        + keyId
        + ", created "
        + created
        + ", expires "
        + expires
        + ", covers "
        + components()
        + "]";
  }
}
