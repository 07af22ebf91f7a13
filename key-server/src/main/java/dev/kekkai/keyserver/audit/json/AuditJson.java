package dev.kekkai.keyserver.audit.json;

import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.SignedSeal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of the audit log as lines of JSON and back, without loss: what a line says is what is hashed
 * and signed, so a line that was changed does not verify. Thread-safe.
 */
public final class AuditJson {
  /** The longest line in characters, three times what the longest entry takes. */
  public static final int MAX_LINE = 512 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private AuditJson() {}

  /**
   * A row as a line.
   *
   * @param row good or bad: what can't be read is given as bytes
   * @return JSON without a line break
   */
  public static String line(AuditRow row) {
    ObjectNode line = JSON.createObjectNode();
    if (row instanceof AuditRow.Chain chain) {
      ChainLine.write(line, chain);
    } else if (row instanceof AuditRow.Entry entry) {
      EntryLine.write(line, entry);
    } else if (row instanceof AuditRow.SealRow seal) {
      SealLine.write(line, seal);
    }
    return JSON.writeValueAsString(line);
  }

  /**
   * A seal as a line, as witnesses get it.
   *
   * @param seal the seal
   * @return JSON without a line break, ASCII only
   */
  public static String line(SignedSeal seal) {
    return line(AuditRow.SealRow.of(seal));
  }

  /**
   * Reads a line.
   *
   * @param line JSON, at most {@value #MAX_LINE} characters
   * @return the row
   * @throws AuditFormatException when it is no line of an audit log; says what is wrong with it
   */
  public static AuditRow parse(String line) throws AuditFormatException {
    if (line.length() > MAX_LINE) {
      throw new AuditFormatException("longer than " + MAX_LINE + " characters");
    }
    JsonNode tree;
    try {
      tree = JSON.readTree(line);
    } catch (JacksonException e) {
      throw new AuditFormatException("not JSON", e);
    }
    if (!(tree instanceof ObjectNode object)) {
      throw new AuditFormatException("not a JSON object");
    }
    Fields fields = new Fields(object);
    try {
      String type = fields.text("type");
      AuditRow row =
          switch (type) {
            case "chain" -> ChainLine.read(fields);
            case "entry" -> EntryLine.read(fields);
            case "seal" -> SealLine.read(fields);
            default -> throw new AuditFormatException("of another type than chain, entry or seal");
          };
      fields.end();
      return row;
    } catch (IllegalArgumentException e) {
      throw new AuditFormatException(String.valueOf(e.getMessage()), e);
    }
  }
}
