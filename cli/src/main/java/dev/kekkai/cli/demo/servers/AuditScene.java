package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.demo.Story;
import dev.kekkai.formats.kekset.SealKeyFile;
import dev.kekkai.keyserver.audit.format.SealKeys;
import dev.kekkai.keyserver.audit.verify.AuditReport;
import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.audit.verify.AuditVerifier;
import dev.kekkai.keyserver.db.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Whoever owns the database removes his traces, and is found out. Nothing of it stays. */
final class AuditScene {
  private static final String EDIT =
      "update audit_entry set entry = substring(entry, 1, length(entry) - 1) || X'00'"
          + " where sequence = 9";
  private static final String REMOVE = "delete from audit_entry where sequence = 9";
  private static final String CUT_SEALS =
      "delete from audit_seal where sequence > 9 or (number > 1 and sequence = 9)";
  private static final String CUT_ENTRIES =
      "delete from audit_entry e where e.sequence > coalesce((select max(s.sequence)"
          + " from audit_seal s where s.chain = e.chain), 0)";

  private final ServersFolder folder;
  private final Story story;
  private final Database database;
  private final AuditVerifier verifier;
  private final Path witness;

  AuditScene(Story story, ServersFolder folder, Database database)
      throws IOException, InvalidKeyException {
    this.story = story;
    this.folder = folder;
    this.database = database;
    this.verifier =
        new AuditVerifier(new SealKeys(SealKeyFile.read(folder.auditor("audit-seal.pem"))));
    this.witness = folder.auditor("witness");
  }

  void play() throws IOException, SQLException {
    story.scene("The database's administrator edits the audit log");
    AuditReport clean = verifier.verify(AuditSource.database(database), List.of(witness));
    clean.first().ifPresent(finding -> story.claim(false, finding.line()));
    story.shown(
        "kekkai audit verify",
        clean.entries() + " entries, " + clean.seals() + " signed seals: as the server wrote them");
    story.fact("each seal was sent at once to", folder.path().relativize(witness).toString());
    found("an entry is edited", EDIT);
    found("an entry is removed", REMOVE);
    found("the log is cut back to an early seal", CUT_SEALS, CUT_ENTRIES);
  }

  private void found(String what, String... statements) throws SQLException, IOException {
    try (Connection connection = database.dedicated()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (String sql : statements) {
          story.claim(statement.executeUpdate(sql) > 0, what + ": nothing was changed");
        }
        AuditReport report = verifier.verify(AuditSource.connection(connection), List.of(witness));
        story.claim(!report.isClean(), what + ", and it was not found");
        story.refused(what, report.first().orElseThrow().line());
      } finally {
        connection.rollback();
      }
    }
  }
}
