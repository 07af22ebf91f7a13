package dev.kekkai.integration.keyserver;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.EntryCodec;
import dev.kekkai.keyserver.audit.verify.AuditItem;
import dev.kekkai.keyserver.audit.verify.AuditReader;
import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.db.Database;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the audit log says was allowed.
 *
 * @param items SHA-256 of all items, in hexadecimal
 * @param byClient how many items each client used quota for: what the server could not do in the
 *     end was given back
 * @param forNothing how many items used quota and were not done, and nothing was given back: the
 *     connection to the database was lost
 */
record AuditedItems(Set<String> items, Map<String, Long> byClient, Map<String, Long> forNothing) {
  static AuditedItems read(Database database) throws Exception {
    Set<String> items = new HashSet<>();
    Map<String, Long> byClient = new HashMap<>();
    Map<String, Long> forNothing = new HashMap<>();
    try (AuditReader reader = AuditSource.database(database).open()) {
      for (AuditItem item = reader.next(); item != null; item = reader.next()) {
        if (item instanceof AuditItem.Row row && row.row() instanceof AuditRow.Entry entry) {
          AuditEvent event = EntryCodec.decode(entry.entry().array());
          if (event.outcome() == AuditEvent.Outcome.ALLOWED) {
            items.add(event.item());
            byClient.merge(event.client(), 1L, Long::sum);
          } else if (event.outcome() == AuditEvent.Outcome.UNAVAILABLE) {
            byClient.merge(event.client(), -1L, Long::sum);
            if ("connection-lost".equals(event.reason())) {
              forNothing.merge(event.client(), 1L, Long::sum);
            }
          }
        }
      }
    }
    return new AuditedItems(items, byClient, forNothing);
  }
}
