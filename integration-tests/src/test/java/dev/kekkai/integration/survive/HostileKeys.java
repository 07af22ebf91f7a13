package dev.kekkai.integration.survive;

import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Keys on the token for good and bad callers. */
record HostileKeys(String aesAlias, Key aesKek, KeyPair rsaKek, KeyPair ecKek) {
  /** What every module under test can do. */
  static final AlgorithmParameterSpec SHA1 =
      new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);

  static HostileKeys make(KekkaiProvider provider) throws Exception {
    String name = "hostile-" + System.nanoTime();
    provider.maker().create(KekSpec.aes(name));
    KeyStore store = KeyStore.getInstance("Kekkai", provider);
    store.load(null, null);
    return new HostileKeys(
        name,
        store.getKey(name, null),
        pair(provider, "RSA", KekSpec.rsa(name + "-rsa", 2048)),
        pair(provider, "EC", KekSpec.ec(name + "-ec", 256)));
  }

  private static KeyPair pair(KekkaiProvider provider, String type, KekSpec spec) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type, provider);
    generator.initialize(spec);
    return generator.generateKeyPair();
  }
}
