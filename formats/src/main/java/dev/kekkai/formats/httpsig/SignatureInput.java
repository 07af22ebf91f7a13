package dev.kekkai.formats.httpsig;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/** What one signature covers, and its parameters (RFC 9421 section 2.3). */
final class SignatureInput {

  static final int MAX_COMPONENTS = 32;

  /** The parameters of RFC 9421 section 2.3. Another could restrict the signature unseen. */
  private static final Set<String> KNOWN =
      Set.of("created", "expires", "nonce", "alg", "keyid", "tag");

  private final List<Component> components;
  private final Parameters parameters;
  private final String serialized;

  private SignatureInput(List<Component> components, InnerList list) {
    this.components = List.copyOf(components);
    this.parameters = list.getParams();
    this.serialized = list.serialize();
  }

  /** Reads the member of a Signature-Input field. */
  static SignatureInput of(@Nullable ListElement<? extends Object> member)
      throws HttpSignatureException {
    if (!(member instanceof InnerList list)) {
      throw new HttpSignatureException("The signature's input is not a list of components");
    }
    if (list.get().size() > MAX_COMPONENTS) {
      throw new HttpSignatureException(
          "The signature covers more than " + MAX_COMPONENTS + " components");
    }
    if (!KNOWN.containsAll(list.getParams().keySet())) {
      throw new HttpSignatureException(
          "The signature has a parameter beside created, expires, nonce, alg, keyid and tag");
    }
    List<Component> components = new ArrayList<>();
    Set<Component> seen = new HashSet<>();
    for (Item<? extends Object> item : list.get()) {
      Component component = Component.of(item);
      if (!seen.add(component)) {
        throw new HttpSignatureException("The signature covers a component twice");
      }
      components.add(component);
    }
    return new SignatureInput(components, list);
  }

  List<Component> components() {
    return components;
  }

  /** An integer that can be a time; null when there is no such parameter. */
  @Nullable Long seconds(String name) throws HttpSignatureException {
    Item<? extends Object> item = parameters.get(name);
    if (item == null) {
      return null;
    }
    if (!(item instanceof IntegerItem integer) || integer.getAsLong() < 0) {
      throw new HttpSignatureException(
          "The signature's parameter " + name + " is not a whole number of seconds since 1970");
    }
    return integer.getAsLong();
  }

  /** A string within bounds; null when there is no such parameter. */
  @Nullable String text(String name, int minChars, int maxChars) throws HttpSignatureException {
    Item<? extends Object> item = parameters.get(name);
    if (item == null) {
      return null;
    }
    if (!(item instanceof StringItem string)
        || string.get().length() < minChars
        || string.get().length() > maxChars) {
      throw new HttpSignatureException(
          "The signature's parameter "
              + name
              + " is not a string of "
              + minChars
              + " to "
              + maxChars
              + " characters");
    }
    return string.get();
  }

  /** The signature base (section 2.5): what is signed. */
  byte[] base(ComponentSource message) throws HttpSignatureException {
    StringBuilder base = new StringBuilder();
    for (Component component : components) {
      base.append(component.identifier())
          .append(": ")
          .append(oneLine(component, message.value(component)))
          .append('\n');
    }
    base.append("\"@signature-params\": ").append(serialized);
    return base.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** With a line end in it, a value could pass for several components. */
  private static String oneLine(Component component, String value) throws HttpSignatureException {
    if (!value.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t')) {
      throw new HttpSignatureException(
          "The covered component " + component.display() + " is not one line of printable ASCII");
    }
    return value;
  }

  /** As it is written in the field and in the last line of the base. */
  @Override
  public String toString() {
    return serialized;
  }
}
