package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.db.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Where an audit log is read from. */
@FunctionalInterface
public interface AuditSource {
  /**
   * Begins to read.
   *
   * @return to be closed by the caller
   * @throws IOException when it can't be read
   */
  AuditReader open() throws IOException;

  /**
   * The log in the database, as it is at the moment it is opened.
   *
   * @param database the server's
   * @return reads over a connection of its own
   */
  static AuditSource database(Database database) {
    return () -> {
      try {
        return DatabaseReader.owning(database.reading());
      } catch (SQLException e) {
        throw new IOException("The audit log can't be read: " + e.getMessage(), e);
      }
    };
  }

  /**
   * The log as a connection's transaction sees it.
   *
   * @param connection in a transaction; stays the caller's
   * @return reads over that connection
   */
  static AuditSource connection(Connection connection) {
    return () -> DatabaseReader.borrowing(connection);
  }

  /**
   * An export.
   *
   * @param file JSON lines, see {@link AuditExport}
   * @return reads the file
   */
  static AuditSource file(Path file) {
    return () -> new JsonReader(Files.newInputStream(file));
  }

  /**
   * An export that is being received.
   *
   * @param in JSON lines; closed by the reader
   * @return reads the stream, once
   */
  static AuditSource stream(InputStream in) {
    return () -> new JsonReader(in);
  }
}
