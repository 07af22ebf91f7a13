package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.format.AuditRow;

/** What a source of an audit log gives next. */
public sealed interface AuditItem {
  /**
   * A row.
   *
   * @param row as it stands there, good or bad
   */
  record Row(AuditRow row) implements AuditItem {}

  /**
   * Something that is no row.
   *
   * @param where for people, for instance {@code line 17}
   * @param why what is wrong with it
   */
  record Unreadable(String where, String why) implements AuditItem {}
}
