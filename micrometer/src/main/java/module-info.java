/** What a provider does, as Micrometer's meters. */
@SuppressWarnings({
  "requires-automatic",
  "requires-transitive-automatic"
}) // Micrometer has no module-info
module dev.kekkai.micrometer {
  requires transitive dev.kekkai.provider;
  requires transitive micrometer.core;
  requires static org.jspecify;

  exports dev.kekkai.micrometer;
}
