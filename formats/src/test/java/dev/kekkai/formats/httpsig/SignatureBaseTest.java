package dev.kekkai.formats.httpsig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 9421 sections 2.1 and 2.2, and what has no place in a signature base. */
class SignatureBaseTest {

  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "host", List.of("www.example.com"),
          "date", List.of("Tue, 20 Apr 2021 02:07:56 GMT"),
          "x-ows-header", List.of("   Leading and trailing whitespace.   "),
          "x-obs-fold-header", List.of("Obsolete  \r\n    line folding."),
          "cache-control", List.of("max-age=60", "   must-revalidate"),
          "example-dict", List.of("  a=1,    b=2;x=1;y=2,   c=(a   b   c)"),
          "x-empty-header", List.of(" "));

  private static String line(String component, String uri, Map<String, List<String>> fields)
      throws HttpSignatureException {
    SignatureInput input = input("(" + component + ");created=1");
    ComponentSource request =
        new RequestComponents(
            "POST", URI.create(uri), name -> fields.getOrDefault(name, List.of()));
    String base = new String(input.base(request), StandardCharsets.US_ASCII);
    assertThat(base).endsWith("\n\"@signature-params\": (" + component + ");created=1");
    return base.substring(0, base.indexOf('\n'));
  }

  private static SignatureInput input(String text) throws HttpSignatureException {
    return SignatureInput.of(
        StructuredFields.dictionary("Signature-Input", List.of("sig=" + text)).get("sig"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          "host": www.example.com
          "date": Tue, 20 Apr 2021 02:07:56 GMT
          "x-ows-header": Leading and trailing whitespace.
          "x-obs-fold-header": Obsolete line folding.
          "cache-control": max-age=60, must-revalidate
          "example-dict": a=1,    b=2;x=1;y=2,   c=(a   b   c)
          """)
  void header_fields_are_as_section_2_1_has_them(String expected) throws Exception {
    String component = expected.substring(0, expected.indexOf(':'));

    assertThat(line(component, "https://h/", FIELDS)).isEqualTo(expected);
  }

  @Test
  void an_empty_field_has_an_empty_value() throws Exception {
    assertThat(line("\"x-empty-header\"", "https://h/", FIELDS)).isEqualTo("\"x-empty-header\": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @method         | https://www.example.com/path?param=value | POST
          @target-uri     | https://www.example.com/path?param=value | https://www.example.com/path?param=value
          @target-uri     | HTTPS://WWW.Example.com:443              | https://www.example.com/
          @target-uri     | https://h:8443/a%2Fb?c=%C3%A4#fragment   | https://h:8443/a%2Fb?c=%C3%A4
          @authority      | https://WWW.example.com:443/             | www.example.com
          @authority      | http://www.example.com:80/               | www.example.com
          @authority      | http://www.example.com:443/              | www.example.com:443
          @authority      | https://[2001:DB8::1]:8443/              | [2001:db8::1]:8443
          @scheme         | HTTP://www.example.com/                  | http
          @request-target | https://www.example.com/path?param=value | /path?param=value
          @request-target | https://www.example.com                  | /
          @path           | https://www.example.com/path?param=value | /path
          @path           | https://www.example.com                  | /
          @path           | https://www.example.com/a%2fb            | /a%2fb
          @query          | https://h/path?param=value&foo=bar&baz=bat%2Dman | ?param=value&foo=bar&baz=bat%2Dman
          @query          | https://h/path?queryString               | ?queryString
          @query          | https://h/path                           | ?
          @query          | https://h/path?                          | ?
          """)
  void derived_components_are_as_section_2_2_has_them(String name, String uri, String value)
      throws Exception {
    assertThat(line("\"" + name + "\"", uri, FIELDS)).isEqualTo("\"" + name + "\": " + value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          baz                    | batman
          param                  | value
          var                    | this%20is%20a%20big%0Amultiline%20value
          bar                    | with%20plus%20whitespace
          fa%C3%A7ade%22%3A%20   | something
          """)
  void query_parameters_are_encoded_anew(String name, String value) throws Exception {
    String uri =
        "https://h/p?param=value&baz=batman&qux=&var=this%20is%20a%20big%0Amultiline%20value"
            + "&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something";
    String component = "\"@query-param\";name=\"" + name + "\"";

    assertThat(line(component, uri, FIELDS)).isEqualTo(component + ": " + value);
  }

  @Test
  void an_empty_query_parameter_has_an_empty_value() throws Exception {
    String component = "\"@query-param\";name=\"qux\"";

    assertThat(line(component, "https://h/?qux=&a=b", FIELDS)).isEqualTo(component + ": ");
    assertThat(line(component, "https://h/?a=b&&qux", FIELDS)).isEqualTo(component + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://h/?a=1&a=2     | A covered query parameter comes twice
          https://h/?b=1         | A covered query parameter is not in the query
          https://h/             | A covered query parameter is not in the query
          """)
  void a_query_parameter_comes_once(String uri, String message) {
    assertThatThrownBy(() -> line("\"@query-param\";name=\"a\"", uri, FIELDS))
        .isInstanceOf(HttpSignatureException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one\r\ntwo",
        "one\ntwo",
        "one\rtwo",
        "one\r\n two\r\nthree",
        "\u0000",
        "caf\u00e9",
        "\u007f"
      })
  void a_value_that_is_not_one_line_of_ascii_is_refused(String value) {
    assertThatThrownBy(() -> line("\"x\"", "https://h/", Map.of("x", List.of(value))))
        .isInstanceOf(HttpSignatureException.class)
        .hasMessage("The covered component x is not one line of printable ASCII");
  }

  @Test
  void a_field_that_the_message_lacks_is_refused() {
    assertThatThrownBy(() -> line("\"x-missing\"", "https://h/", FIELDS))
        .hasMessage("The request has no header field x-missing");
  }

  @Test
  void a_field_beyond_the_bound_is_refused() throws Exception {
    String longest = "v".repeat(8192);
    Map<String, List<String>> two = Map.of("x", List.of("v".repeat(4096), "v".repeat(4095)));

    assertThat(line("\"x\"", "https://h/", Map.of("x", List.of(longest)))).hasSize(5 + 8192);
    assertThatThrownBy(() -> line("\"x\"", "https://h/", Map.of("x", List.of(longest + "v"))))
        .hasMessage("The header field x is longer than 8192 characters");
    assertThatThrownBy(() -> line("\"x\"", "https://h/", two)).hasMessageContaining("longer than");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"@status\"", "\"@signature-params\"", "\"@query-params\"", "\"@x\""})
  void a_derived_component_that_no_request_has_is_refused(String component) {
    assertThatThrownBy(() -> line(component, "https://h/", FIELDS))
        .hasMessage("A covered component is none of the derived components of a request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/path",
        "//h/path",
        "ftp://h/",
        "urn:kekkai:x",
        "https:/path",
        "https://user@h/",
        "https://under_score/",
        "https:///path"
      })
  void a_target_that_is_not_absolute_is_refused(String uri) {
    assertThatThrownBy(() -> new RequestComponents("GET", URI.create(uri), name -> List.of()))
        .isInstanceOf(HttpSignatureException.class)
        .hasMessageStartingWith("The target URI ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET ", "G\nT", "G\u00c9T", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG"})
  void a_method_that_is_no_token_is_refused(String method) {
    assertThatThrownBy(
            () -> new RequestComponents(method, URI.create("https://h/"), name -> List.of()))
        .hasMessage("The method is not a token of 1 to 32 characters");
  }
}
