package dev.kekkai.keyserver.audit.json;

import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.format.Bytes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of one JSON object, each read once and in one form only; none may be left over. */
final class Fields {
  private final ObjectNode object;
  private final Set<String> read = new HashSet<>();

  Fields(ObjectNode object) {
    this.object = object;
  }

  boolean has(String name) {
    return object.has(name);
  }

  String text(String name) throws AuditFormatException {
    JsonNode node = node(name);
    if (!node.isString()) {
      throw new AuditFormatException("field '" + name + "' is not a string");
    }
    return node.stringValue();
  }

  @Nullable String optional(String name) throws AuditFormatException {
    return has(name) ? text(name) : null;
  }

  long number(String name) throws AuditFormatException {
    JsonNode node = node(name);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new AuditFormatException("field '" + name + "' is not an integer of 64 bits");
    }
    return node.longValue();
  }

  Instant time(String name) throws AuditFormatException {
    String text = text(name);
    try {
      Instant time = Instant.parse(text);
      if (time.toString().equals(text) && time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
        return time;
      }
    } catch (DateTimeException e) {
      throw new AuditFormatException("field '" + name + "' is not a time", e);
    }
    throw new AuditFormatException(
        "field '" + name + "' is not a time in microseconds, in its usual form");
  }

  UUID uuid(String name) throws AuditFormatException {
    String text = text(name);
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text)) {
        return uuid;
      }
    } catch (IllegalArgumentException e) {
      throw new AuditFormatException("field '" + name + "' is not a UUID", e);
    }
    throw new AuditFormatException("field '" + name + "' is not a UUID in its usual form");
  }

  Bytes hex(String name) throws AuditFormatException {
    try {
      return Bytes.ofHex(text(name));
    } catch (IllegalArgumentException e) {
      throw new AuditFormatException("field '" + name + "' is not in hexadecimal", e);
    }
  }

  Bytes base64(String name) throws AuditFormatException {
    String text = text(name);
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return Bytes.of(bytes);
      }
    } catch (IllegalArgumentException e) {
      throw new AuditFormatException("field '" + name + "' is not base64", e);
    }
    throw new AuditFormatException("field '" + name + "' is not base64 in its usual form");
  }

  List<String> texts(String name) throws AuditFormatException {
    JsonNode node = node(name);
    if (!node.isArray()) {
      throw new AuditFormatException("field '" + name + "' is not an array");
    }
    List<String> texts = new ArrayList<>(node.size());
    for (JsonNode element : node) {
      if (!element.isString()) {
        throw new AuditFormatException("field '" + name + "' holds other things than strings");
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  @Nullable Fields object(String name) throws AuditFormatException {
    if (!has(name)) {
      return null;
    }
    if (node(name) instanceof ObjectNode nested) {
      return new Fields(nested);
    }
    throw new AuditFormatException("field '" + name + "' is not an object");
  }

  /** Nothing else may be there: it would look protected and would not be. */
  void end() throws AuditFormatException {
    for (String name : object.propertyNames()) {
      if (!read.contains(name)) {
        throw new AuditFormatException("a field too many: '" + shown(name) + "'");
      }
    }
  }

  private static String shown(String name) {
    String printable = name.replaceAll("[^ -~]", "?");
    return printable.length() <= 40 ? printable : printable.substring(0, 40) + "...";
  }

  private JsonNode node(String name) throws AuditFormatException {
    JsonNode node = object.get(name);
    if (node == null) {
      throw new AuditFormatException("no field '" + name + "'");
    }
    read.add(name);
    return node;
  }
}
