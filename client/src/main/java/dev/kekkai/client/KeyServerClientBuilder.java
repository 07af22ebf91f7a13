package dev.kekkai.client;

import dev.kekkai.formats.httpsig.SigningKey;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What a {@link KeyServerClient} is made of. For one thread. */
public final class KeyServerClientBuilder {

  /** How long one call may take when nothing else is said. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  /** How many requests are in flight at once, at most, when nothing else is said. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 100;

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final int ATTEMPTS = 3;

  Duration deadline = DEFAULT_DEADLINE;
  Clock clock = Clock.systemUTC();
  @Nullable KekSetCache keks;
  @Nullable OpenedCache cache;
  private final List<URI> urls = new ArrayList<>();
  private @Nullable SSLContext tls;
  private @Nullable SigningKey signingKey;
  private @Nullable Duration attemptTimeout;
  private Duration connectTimeout = CONNECT_TIMEOUT;
  private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;
  private @Nullable Duration refresh;
  private @Nullable ProxySelector proxies;
  private @Nullable ClientListener listener;

  KeyServerClientBuilder() {}

  /**
   * Adds a key server, or a balancer before several. The first one that answers is used until it
   * fails, then the next one.
   *
   * @param url {@code https://HOST} or {@code https://HOST:PORT}
   * @return this
   * @throws IllegalArgumentException when it is something else
   */
  public KeyServerClientBuilder url(URI url) {
    urls.add(BaseUrl.require(url));
    return this;
  }

  /**
   * The client's certificate, and whom it trusts; see {@link ClientTls}. Only TLS 1.3 is spoken,
   * and the server's name is checked, whatever the context says.
   *
   * @param context the context
   * @return this
   */
  public KeyServerClientBuilder tls(SSLContext context) {
    this.tls = context;
    return this;
  }

  /**
   * What requests are signed with.
   *
   * @param key registered at the key server for the same client as the certificate
   * @return this
   */
  public KeyServerClientBuilder signingKey(SigningKey key) {
    this.signingKey = key;
    return this;
  }

  /**
   * How long one call may take, with all attempts.
   *
   * @param duration up to one hour
   * @return this
   */
  public KeyServerClientBuilder deadline(Duration duration) {
    this.deadline = positive(duration);
    return this;
  }

  /**
   * How long one attempt may take before another one is made. By default a third of the deadline.
   *
   * @param duration up to one hour
   * @return this
   */
  public KeyServerClientBuilder attemptTimeout(Duration duration) {
    this.attemptTimeout = positive(duration);
    return this;
  }

  /**
   * How long a connection may take to come about, TLS included. By default 2 seconds.
   *
   * @param duration up to one hour
   * @return this
   */
  public KeyServerClientBuilder connectTimeout(Duration duration) {
    this.connectTimeout = positive(duration);
    return this;
  }

  /**
   * How many requests are in flight at once, at most; more callers wait. A server refuses more
   * streams on one connection than it has announced, and the JDK then opens further connections.
   *
   * @param requests 1 or more
   * @return this
   */
  public KeyServerClientBuilder maxInFlight(int requests) {
    if (requests < 1) {
      throw new IllegalArgumentException("At least one request has to be in flight");
    }
    this.maxInFlight = requests;
    return this;
  }

  /**
   * Where {@link KeyServerClient#refreshKeks} puts the KEK set.
   *
   * @param sets the cache, usually the one of a {@link Sealer}
   * @return this
   */
  public KeyServerClientBuilder keks(KekSetCache sets) {
    this.keks = sets;
    return this;
  }

  /**
   * Refreshes the KEK set by itself: at once when there is none or a stale one, and from time to
   * time. Needs {@link #keks}. When it fails the log says so, at most once an hour.
   *
   * @param pause from one to the next, up to one hour
   * @return this
   */
  public KeyServerClientBuilder refreshKeksEvery(Duration pause) {
    this.refresh = positive(pause);
    return this;
  }

  /**
   * Keeps opened values for a while; see {@link OpenedCache} for what that costs. The client closes
   * the cache with itself.
   *
   * @param opened the cache, of this client alone
   * @return this
   */
  public KeyServerClientBuilder cache(OpenedCache opened) {
    this.cache = opened;
    return this;
  }

  /**
   * Goes through proxies. By default there are none, whatever the JVM's settings say.
   *
   * @param selector chooses the proxy
   * @return this
   */
  public KeyServerClientBuilder proxies(ProxySelector selector) {
    this.proxies = selector;
    return this;
  }

  /**
   * Who is told of attempts.
   *
   * @param told the listener
   * @return this
   */
  public KeyServerClientBuilder listener(ClientListener told) {
    this.listener = told;
    return this;
  }

  /**
   * Where the time in signatures comes from. Deadlines go by {@link System#nanoTime}.
   *
   * @param source the clock
   * @return this
   */
  public KeyServerClientBuilder clock(Clock source) {
    this.clock = source;
    return this;
  }

  /**
   * The client. It connects when it is first used.
   *
   * @return a client
   * @throws IllegalStateException when URL, TLS context or signing key is missing
   */
  public KeyServerClient build() {
    if (urls.isEmpty() || tls == null || signingKey == null) {
      throw new IllegalStateException("A client needs a URL, a TLS context and a signing key");
    }
    if (refresh != null && keks == null) {
      throw new IllegalStateException("There is nothing to refresh without a KekSetCache");
    }
    HttpConnections connections = new HttpConnections(tls, connectTimeout, proxies);
    Dispatcher dispatcher =
        new Dispatcher(
            new ServerPool(urls.stream().map(url -> new Server(url, connections)).toList()),
            new SignedRequests(signingKey, clock),
            attemptTimeout == null ? deadline.dividedBy(ATTEMPTS) : attemptTimeout,
            maxInFlight,
            listener);
    KeyServerClient client = new KeyServerClient(this, dispatcher);
    client.start(refresh);
    return client;
  }

  private static Duration positive(Duration duration) {
    if (duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Must be more than zero and at most 1 h, not %s", duration));
    }
    return duration;
  }
}
