package dev.kekkai.keyserver.audit.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The example as the documentation shows it, so that the page can't drift from the code. */
public final class AuditLogPage {
  private static final Path FOLDER = Path.of("..", "docs", "formats");
  public static final Path EXPORT = FOLDER.resolve("audit-log-example.jsonl");

  private AuditLogPage() {}

  public static ECPublicKey key() throws IOException, GeneralSecurityException {
    String pem = Files.readString(FOLDER.resolve("audit-log-example.pem"));
    String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    return (ECPublicKey)
        KeyFactory.getInstance("EC")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  /** The encodings, by name. */
  public static Map<String, Bytes> vectors() throws IOException {
    String page = Files.readString(FOLDER.resolve("audit-log.md"));
    String block = page.split("```vector\n")[1].split("```")[0];
    Map<String, Bytes> vectors = new LinkedHashMap<>();
    for (String line : block.split("\n")) {
      String[] parts = line.split(" = ");
      vectors.put(parts[0], Bytes.ofHex(parts[1]));
    }
    return vectors;
  }
}
