package dev.kekkai.keyserver.http;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much memory the bodies of all requests together may take, and how much those of one
 * certificate: bodies are read before anybody knows who signed them. Thread-safe.
 */
final class BodyBudget {
  /** So many certificates can fill it. */
  private static final int SHARES = 4;

  private final long most;
  private final long share;
  private final AtomicLong taken = new AtomicLong();
  private final Map<Object, Long> byOwner = new ConcurrentHashMap<>();

  /** In bytes; everybody may have at least one body of the greatest length. */
  BodyBudget(long most, int greatest) {
    this.most = most;
    this.share = Math.max(most / SHARES, greatest);
  }

  /** Bytes in use. */
  long taken() {
    return taken.get();
  }

  /** What one request takes. For one thread at a time. */
  final class Lease {
    private final Object owner;
    private long held;

    private Lease(Object owner) {
      this.owner = owner;
    }

    boolean take(int bytes) {
      held += bytes;
      if (byOwner.merge(owner, (long) bytes, Long::sum) <= share) {
        if (taken.addAndGet(bytes) <= most) {
          return true;
        }
        taken.addAndGet(-bytes);
      }
      held -= bytes;
      forget(bytes);
      return false;
    }

    void giveBack() {
      taken.addAndGet(-held);
      forget(held);
      held = 0;
    }

    private void forget(long bytes) {
      byOwner.computeIfPresent(owner, (any, all) -> all == bytes ? null : all - bytes);
    }
  }

  /** For a body of who showed this certificate; those who showed none share with each other. */
  Lease lease(@Nullable X509Certificate certificate) {
    return new Lease(certificate == null ? this : certificate);
  }
}
