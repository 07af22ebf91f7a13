package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.EntryCodec;
import dev.kekkai.keyserver.audit.verify.AuditItem;
import dev.kekkai.keyserver.audit.verify.AuditReader;
import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.db.Database;
import java.util.ArrayList;
import java.util.List;

/** What is in a log. */
public final class AuditLines {
  private AuditLines() {}

  public static List<AuditRow> of(Database database) throws Exception {
    return of(AuditSource.database(database));
  }

  public static List<AuditRow> of(AuditSource source) throws Exception {
    List<AuditRow> rows = new ArrayList<>();
    try (AuditReader reader = source.open()) {
      for (AuditItem item = reader.next(); item != null; item = reader.next()) {
        rows.add(((AuditItem.Row) item).row());
      }
    }
    return rows;
  }

  /** The request ids of all entries, in order. */
  public static List<String> requests(Database database) throws Exception {
    List<String> requests = new ArrayList<>();
    for (AuditRow row : of(database)) {
      if (row instanceof AuditRow.Entry entry) {
        requests.add(EntryCodec.decode(entry.entry().array()).requestId());
      }
    }
    return requests;
  }
}
