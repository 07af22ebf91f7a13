package dev.kekkai.keyserver.audit;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.keyserver.audit.format.ServerName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How the audit log is written.
 *
 * @param server this server's name, different from every other server's
 * @param recordWithin how long an attempt waits to be written down before it is refused
 * @param sealWithin how old the first entry without a seal gets before one is made
 * @param sealAfter how many entries are made before they get a seal
 * @param unsealedLimit how old the first entry without a seal may get before nothing is written any
 *     more; longer than {@code sealWithin}
 * @param waiting the most entries that wait to be written
 * @param closeWithin how long the last entries, the last seal and the witnesses get at the end
 */
public record AuditSettings(
    String server,
    Duration recordWithin,
    Duration sealWithin,
    int sealAfter,
    Duration unsealedLimit,
    int waiting,
    Duration closeWithin) {

  /** The most entries between two seals. */
  public static final int MAX_SEAL_AFTER = 100;

  /** The most time between an entry and its seal, while seals can be made. */
  public static final Duration MAX_SEAL_WITHIN = Duration.ofSeconds(1);

  /**
   * Checks everything at once.
   *
   * @param server as the record says
   * @param recordWithin as the record says
   * @param sealWithin as the record says
   * @param sealAfter as the record says
   * @param unsealedLimit as the record says
   * @param waiting as the record says
   * @param closeWithin as the record says
   * @throws ConfigException with every problem
   */
  public AuditSettings {
    List<Problem> problems = new ArrayList<>();
    if (!ServerName.isValid(server)) {
      problems.add(new Problem("server.name", server, "must be " + ServerName.FORM));
    }
    if (sealAfter < 1 || sealAfter > MAX_SEAL_AFTER) {
      problems.add(
          new Problem(
              "audit.seal-after",
              Integer.toString(sealAfter),
              "must be 1 to " + MAX_SEAL_AFTER + " entries"));
    }
    if (!isPositive(sealWithin) || sealWithin.compareTo(MAX_SEAL_WITHIN) > 0) {
      problems.add(
          new Problem(
              "audit.seal-within",
              sealWithin.toString(),
              "must be a millisecond to " + MAX_SEAL_WITHIN));
    }
    if (unsealedLimit.compareTo(sealWithin) <= 0) {
      problems.add(
          new Problem(
              "audit.unsealed-limit",
              unsealedLimit.toString(),
              "must be longer than audit.seal-within, " + sealWithin));
    }
    if (!isPositive(recordWithin)) {
      problems.add(
          new Problem("audit.record-within", recordWithin.toString(), "must be a millisecond up"));
    }
    if (!isPositive(closeWithin)) {
      problems.add(
          new Problem("audit.close-within", closeWithin.toString(), "must be a millisecond up"));
    }
    if (waiting < AuditLog.MAX_EVENTS) {
      problems.add(
          new Problem(
              "audit.waiting",
              Integer.toString(waiting),
              "must be at least " + AuditLog.MAX_EVENTS + ", the most in one request"));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException("Audit", problems);
    }
  }

  private static boolean isPositive(Duration duration) {
    return duration.toMillis() > 0;
  }

  /**
   * Settings with the defaults: 5 s for an entry, a seal after 1 s or 100 entries, nothing unsealed
   * for more than 10 s, 10,000 entries waiting, 5 s for the end.
   *
   * @param server this server's name
   * @return the settings
   * @throws ConfigException when that is no name
   */
  public static AuditSettings of(String server) {
    return new AuditSettings(
        server,
        Duration.ofSeconds(5),
        MAX_SEAL_WITHIN,
        MAX_SEAL_AFTER,
        Duration.ofSeconds(10),
        10_000,
        Duration.ofSeconds(5));
  }
}
