package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.SealKey;
import dev.kekkai.keyserver.audit.witness.Witness;
import dev.kekkai.keyserver.db.Database;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** Starts audit logs. */
public final class AuditLogs {
  private AuditLogs() {}

  /**
   * Begins a chain: its start is sealed, stored and shown to the witnesses before this returns.
   *
   * @param database where it is written; stays the caller's to close, after the log
   * @param settings how it is written
   * @param key makes the seals
   * @param witnesses see every seal; closed with the log
   * @param clock for the times in chain and seals
   * @return the log, to be closed by the caller
   * @throws AuditUnavailableException when database or seal key do not work now; the witnesses stay
   *     open then, and another call may succeed
   */
  public static AuditService start(
      Database database, AuditSettings settings, SealKey key, List<Witness> witnesses, Clock clock)
      throws AuditUnavailableException {
    try {
      return new ChainLog(database, settings, key, witnesses, clock);
    } catch (SQLException | GeneralSecurityException | ProviderException e) {
      throw new AuditUnavailableException("No audit chain can be begun: " + e.getMessage(), e);
    }
  }
}
