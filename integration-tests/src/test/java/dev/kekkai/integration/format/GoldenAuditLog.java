package dev.kekkai.integration.format;

import dev.kekkai.config.Environment;
import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.audit.AuditLogs;
import dev.kekkai.keyserver.audit.AuditService;
import dev.kekkai.keyserver.audit.AuditSettings;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.SealKey;
import dev.kekkai.keyserver.audit.json.AuditJson;
import dev.kekkai.keyserver.audit.verify.AuditExport;
import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.db.DatabaseSettings;
import dev.kekkai.keyserver.registry.Operation;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The export of a log of three starts of two servers, with every operation and outcome. */
final class GoldenAuditLog {
  private final Path folder;

  GoldenAuditLog(Path folder) {
    this.folder = folder;
  }

  void write() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair seal = generator.generateKeyPair();
    ECPublicKey sealKey = (ECPublicKey) seal.getPublic();
    Path export = folder.resolve("audit-log.jsonl");
    Path work = Files.createTempDirectory("kekkai-golden");
    try (Database database = open(work)) {
      for (String server : List.of("ks-1", "ks-2", "ks-1")) {
        try (AuditService log =
            AuditLogs.start(
                database,
                AuditSettings.of(server),
                new SealKey(seal.getPrivate(), sealKey),
                List.of(),
                Clock.systemUTC())) {
          log.record(events(server));
        }
      }
      try (OutputStream out = Files.newOutputStream(export)) {
        AuditExport.all(AuditSource.database(database), out);
      }
    } finally {
      delete(work);
    }
    Files.writeString(
        folder.resolve("audit-log.pem"),
        "-----BEGIN PUBLIC KEY-----\n"
            + GoldenFiles.base64(sealKey)
            + "\n-----END PUBLIC KEY-----\n");
    GoldenFiles.save(
        folder,
        "audit-log.json",
        Map.of(
            "entries", count(export, AuditRow.Entry.class),
            "seals", count(export, AuditRow.SealRow.class)));
  }

  private static Database open(Path work) {
    return Database.open(
        DatabaseSettings.of(
            "jdbc:h2:file:" + work.resolve("log") + ";WRITE_DELAY=0",
            "sa",
            null,
            Environment.DEVELOPMENT));
  }

  private static List<AuditEvent> events(String server) {
    List<AuditEvent> events = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      for (Outcome outcome : Outcome.values()) {
        boolean refused = outcome == Outcome.REFUSED;
        events.add(
            new AuditEvent(
                Instant.parse("2026-11-26T10:15:30.123456Z").plusMillis(events.size()),
                server + "-" + events.size(),
                "結界",
                "shop-2026",
                "2001:db8::1",
                operation,
                outcome,
                refused ? "context" : null,
                refused ? null : "payments.v3",
                refused ? List.of() : List.of("users", "", "17"),
                refused ? null : "0".repeat(64)));
      }
    }
    return events;
  }

  private static long count(Path export, Class<? extends AuditRow> kind) throws Exception {
    long count = 0;
    for (String line : Files.readAllLines(export)) {
      count += kind.isInstance(AuditJson.parse(line)) ? 1 : 0;
    }
    return count;
  }

  private static void delete(Path work) throws Exception {
    try (var files = Files.list(work)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(work);
  }
}
