/**
 * What an operator can say: configuration, token URIs, PIN sources and vendor profiles.
 *
 * <p>This module knows nothing of native code or of JCA: it reads text into immutable, validated
 * values.
 */
module dev.kekkai.config {
  requires static transitive org.jspecify;

  exports dev.kekkai.config;
  exports dev.kekkai.config.pin;
  exports dev.kekkai.config.problem;
  exports dev.kekkai.config.profile;
  exports dev.kekkai.config.settings;
  exports dev.kekkai.config.token;
}
