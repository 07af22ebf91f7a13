package dev.kekkai.formats.httpsig;

import java.net.URI;
import java.util.regex.Pattern;

/** A request, seen as the components that a signature can cover. */
final class RequestComponents implements ComponentSource {

  /** A token (RFC 9110 section 5.6.2). */
  private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,32}");

  private final String method;
  private final TargetUri target;
  private final HttpFields fields;

  RequestComponents(String method, URI target, HttpFields fields) throws HttpSignatureException {
    if (!METHOD.matcher(method).matches()) {
      throw new HttpSignatureException("The method is not a token of 1 to 32 characters");
    }
    this.method = method;
    this.target = TargetUri.of(target);
    this.fields = fields;
  }

  @Override
  public String value(Component component) throws HttpSignatureException {
    return component.isDerived() ? derived(component) : field(component.name());
  }

  private String field(String name) throws HttpSignatureException {
    return FieldValue.combine(name, fields.values(name), FieldValue.MAX_CHARS);
  }

  private String derived(Component component) throws HttpSignatureException {
    String queryName = component.queryName();
    if (queryName != null) {
      return QueryParameters.value(target.query(), queryName);
    }
    return switch (component.name()) {
      case "@method" -> method;
      case "@target-uri" -> target.absolute();
      case "@authority" -> target.authority();
      case "@scheme" -> target.scheme();
      case "@request-target" -> target.originForm();
      case "@path" -> target.path();
      case "@query" -> target.query() == null ? "?" : "?" + target.query();
      default ->
          throw new HttpSignatureException(
              "A covered component is none of the derived components of a request");
    };
  }
}
