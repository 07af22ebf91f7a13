package dev.kekkai.client;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt brought no answer, or none but that the server is away.
 *
 * @param why in a few words, without anything of the request
 * @param isFinal whether the same server would fail the same way at once again: its certificate is
 *     not trusted, it does not take ours, or it speaks no TLS 1.3
 * @param pause how long the server asks to be left alone
 * @param cause what the JDK threw, if it threw
 */
record Failure(String why, boolean isFinal, Duration pause, @Nullable Throwable cause)
    implements Outcome {

  static final String SILENCE = "no answer in time";

  private static final int DEEPEST = 16;
  private static final String ALERT = "Received fatal alert";

  static Failure silence() {
    return new Failure(SILENCE, false, Duration.ZERO, null);
  }

  static Failure away(Answer answer) {
    Duration pause = answer.retryAfter();
    return new Failure(
        "HTTP " + answer.status(), false, pause == null ? Duration.ZERO : pause, null);
  }

  static Failure of(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < DEEPEST; i++, cause = cause.getCause()) {
      if (cause instanceof SSLException tls) {
        return tls(tls, thrown);
      }
      if (cause instanceof HttpConnectTimeoutException) {
        return passing("no connection in time", thrown);
      }
      if (cause instanceof UnresolvedAddressException) {
        return passing("its name is not known", thrown);
      }
      if (cause instanceof ConnectException) {
        return passing("no connection", thrown);
      }
    }
    return passing("the connection broke: " + thrown.getClass().getSimpleName(), thrown);
  }

  /**
   * A server that dies in the middle of a handshake brings the same exception as one that is not
   * trusted (in Java 17 and 25), so the two are told by what is behind it.
   */
  private static Failure tls(SSLException tls, Throwable thrown) {
    String message = String.valueOf(tls.getMessage());
    Throwable cause = tls.getCause();
    for (int i = 0; cause != null && i < DEEPEST; i++, cause = cause.getCause()) {
      if (cause instanceof GeneralSecurityException) {
        return new Failure("TLS: " + cause.getMessage(), true, Duration.ZERO, thrown);
      }
    }
    boolean refusedUs = message.contains(ALERT);
    return new Failure("TLS: " + message, refusedUs, Duration.ZERO, thrown);
  }

  /** Whether there was a connection, which is no good perhaps. (A broken one the JDK forgets.) */
  boolean suspectsConnection() {
    return cause == null;
  }

  private static Failure passing(String why, Throwable thrown) {
    return new Failure(why, false, Duration.ZERO, thrown);
  }
}
