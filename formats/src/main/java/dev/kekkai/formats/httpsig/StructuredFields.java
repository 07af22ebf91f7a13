package dev.kekkai.formats.httpsig;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.Dictionary;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.jspecify.annotations.Nullable;

/** Header fields that are dictionaries (RFC 8941 section 3.2), in their one canonical spelling. */
final class StructuredFields {

  /** The longest field that is parsed: the parser's work grows faster than its input. */
  static final int MAX_CHARS = 4 * 1024;

  private StructuredFields() {}

  /**
   * Parses a field and refuses whatever the serialisation of RFC 8941 section 4.1 would write
   * otherwise. With that goes every key that comes twice, of which a parser would keep the last.
   */
  static Map<String, ListElement<? extends Object>> dictionary(String name, List<String> lines)
      throws HttpSignatureException {
    String text = FieldValue.combine(name, lines, MAX_CHARS);
    Dictionary dictionary;
    try {
      dictionary = Parser.parseDictionary(text);
    } catch (ParseException e) {
      throw new HttpSignatureException(
          "The header field "
              + name
              + " is not a dictionary (RFC 8941), from character "
              + e.getPosition()
              + " on");
    }
    if (!dictionary.serialize().equals(text)) {
      throw new HttpSignatureException(
          "The header field "
              + name
              + " is not as RFC 8941 section 4.1 writes it: a key comes twice, or other spaces,"
              + " numbers or base64 than the canonical ones");
    }
    return dictionary.get();
  }

  /** The bytes of a member that is nothing but bytes; null for every other. */
  static byte @Nullable [] bytes(@Nullable ListElement<? extends Object> member) {
    if (!(member instanceof ByteSequenceItem item) || !item.getParams().isEmpty()) {
      return null;
    }
    ByteBuffer buffer = item.get();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
