package dev.kekkai.keyserver.audit.witness;

import dev.kekkai.keyserver.syslog.SyslogTarget;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Makes witnesses. Each keeps up to {@value #CAPACITY} seals while nobody takes them. */
public final class Witnesses {
  /** The most seals that are kept: nearly three hours of one a second. */
  public static final int CAPACITY = 10_000;

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  private Witnesses() {}

  /**
   * A file that is appended to, each line on the disk before the next. It proves something only
   * where whoever can write to the database can't write to the file.
   *
   * @param file made when it is not there; its folder has to be
   * @param clock for the status
   * @return to be given to {@link dev.kekkai.keyserver.audit.AuditLogs#start}, which closes it
   */
  public static Witness file(Path file, Clock clock) {
    return new QueuedWitness(new FileSink(file), CAPACITY, clock);
  }

  /**
   * A syslog server.
   *
   * @param target which one
   * @param clock for the status
   * @return to be given to {@link dev.kekkai.keyserver.audit.AuditLogs#start}, which closes it
   */
  public static Witness syslog(SyslogTarget target, Clock clock) {
    return new QueuedWitness(new SyslogSink(target), CAPACITY, clock);
  }

  /**
   * An HTTP server that takes each seal in a POST, with the connections of the JDK's own trust.
   *
   * @param uri where to: {@code https}, or {@code http} on this machine
   * @param clock for the status
   * @return to be given to {@link dev.kekkai.keyserver.audit.AuditLogs#start}, which closes it
   * @throws IllegalArgumentException for any other address
   */
  public static Witness webhook(URI uri, Clock clock) {
    return webhook(uri, HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build(), clock);
  }

  /**
   * An HTTP server that takes each seal in a POST.
   *
   * @param uri where to: {@code https}, or {@code http} on this machine
   * @param client makes the connections; follows no redirects unless told to
   * @param clock for the status
   * @return to be given to {@link dev.kekkai.keyserver.audit.AuditLogs#start}, which closes it
   * @throws IllegalArgumentException for any other address
   */
  public static Witness webhook(URI uri, HttpClient client, Clock clock) {
    return new QueuedWitness(new WebhookSink(uri, client), CAPACITY, clock);
  }
}
