/**
 * What Kekkai writes down, as bytes and strings: the field token for a database column, the sealed
 * envelope (JWE), the stream for files, the signed set of public KEKs and signed reports (JWS), and
 * signed requests (HTTP message signatures).
 *
 * <p>Plain JCA in, plain JCA out: nothing here knows of PKCS#11 or of databases.
 */
@SuppressWarnings("requires-automatic") // structured-fields has no module-info
module dev.kekkai.formats {
  requires com.nimbusds.jose.jwt;
  requires structured.fields;
  requires tools.jackson.core;
  requires static transitive org.jspecify;

  exports dev.kekkai.formats;
  exports dev.kekkai.formats.envelope;
  exports dev.kekkai.formats.httpsig;
  exports dev.kekkai.formats.kekset;
  exports dev.kekkai.formats.report;
  exports dev.kekkai.formats.stream;
}
