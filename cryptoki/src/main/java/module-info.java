/** Talking to a PKCS#11 token: the native seam, sessions, login, errors. */
@SuppressWarnings("requires-automatic") // ipkcs11wrapper has no module name of its own
module dev.kekkai.cryptoki {
  requires transitive dev.kekkai.config;
  requires ipkcs11wrapper;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.kekkai.cryptoki;
}
