/**
 * What Kekkai writes down, as bytes and strings: the field token.
 *
 * <p>Plain JCA in, plain JCA out: nothing here knows of PKCS#11 or of databases.
 */
module dev.kekkai.formats {
  requires static transitive org.jspecify;

  exports dev.kekkai.formats;
}
