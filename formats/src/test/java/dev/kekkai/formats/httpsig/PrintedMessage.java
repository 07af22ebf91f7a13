package dev.kekkai.formats.httpsig;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A message as RFC 9421 prints it. */
record PrintedMessage(String startLine, Map<String, List<String>> fields, String body) {

  static PrintedMessage of(String text) {
    String[] parts = unwrap(text).split("\n\n", 2);
    List<String> lines = parts[0].lines().toList();
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      fields
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1));
    }
    return new PrintedMessage(lines.get(0), fields, parts.length < 2 ? "" : parts[1].strip());
  }

  /** Undoes the line wrapping of RFC 8792. */
  static String unwrap(String text) {
    return text.replaceAll("\\\\\n +", "");
  }

  HttpFields httpFields() {
    return name -> fields.getOrDefault(name, List.of());
  }

  PrintedMessage with(String name, String value) {
    Map<String, List<String>> changed = new LinkedHashMap<>(fields);
    changed.put(name, List.of(value));
    return new PrintedMessage(startLine, changed, body);
  }

  PrintedMessage withStartLine(String from, String to) {
    return new PrintedMessage(startLine.replace(from, to), fields, body);
  }

  /** The same message, with one of its components changed. */
  PrintedMessage changed(String component) {
    return switch (component) {
      case "@method" -> withStartLine("POST", "PUT");
      case "@path" -> withStartLine("/foo", "/fooo");
      case "@query" -> withStartLine("Value", "value");
      case "\"@query-param\";name=\"Pet\"" -> withStartLine("dog", "cat");
      case "@authority" -> with("host", "example.org");
      case "@status" -> withStartLine("200", "201");
      default -> with(component, fields.get(component).get(0) + "x");
    };
  }

  ComponentSource components() throws HttpSignatureException {
    String[] start = startLine.split(" ");
    if (start[0].startsWith("HTTP/")) {
      return component ->
          component.name().equals("@status")
              ? start[1]
              : FieldValue.combine(
                  component.name(), httpFields().values(component.name()), FieldValue.MAX_CHARS);
    }
    String host = fields.get("host").get(0).strip();
    return new RequestComponents(start[0], URI.create("https://" + host + start[1]), httpFields());
  }

  LabelledSignature signature(String label) throws HttpSignatureException {
    return LabelledSignature.read(label, httpFields(), components());
  }
}
