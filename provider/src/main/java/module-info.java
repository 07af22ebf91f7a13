/** Key handles, bulk engines and the JCA provider. */
@SuppressWarnings("module") // who else may use the timer is compiled after this
module dev.kekkai.provider {
  requires transitive dev.kekkai.cryptoki;
  requires jdk.jfr;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.kekkai.provider;
  exports dev.kekkai.provider.audit;
  exports dev.kekkai.provider.bulk;
  exports dev.kekkai.provider.concurrent to
      dev.kekkai.dekstore;
  exports dev.kekkai.provider.keys;

  provides java.security.Provider with
      dev.kekkai.provider.KekkaiProvider;
}
