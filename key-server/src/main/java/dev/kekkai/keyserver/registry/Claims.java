package dev.kekkai.keyserver.registry;

import dev.kekkai.keyserver.yaml.YamlValue;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What only one client may have: finds what two of them claim. For one thread. */
final class Claims {
  private final Set<String> ids = new HashSet<>();
  private final Map<String, String> keyIds = new HashMap<>();
  private final Map<String, String> publicKeys = new HashMap<>();
  private final Map<CertificatePin, String> certificates = new HashMap<>();

  Optional<String> id(YamlValue value, Optional<String> id) {
    if (id.isPresent() && !ids.add(id.get())) {
      value.problem("is the id of another client too");
    }
    return id;
  }

  boolean keyId(YamlValue value, String keyId, String owner) {
    return claim(keyIds, keyId, owner, value, "key id");
  }

  boolean publicKey(YamlValue value, PublicKey key, String owner) {
    return claim(
        publicKeys, HexFormat.of().formatHex(key.getEncoded()), owner, value, "public key");
  }

  boolean certificate(YamlValue value, CertificatePin pin, String owner) {
    return claim(certificates, pin, owner, value, "certificate");
  }

  private static <K> boolean claim(
      Map<K, String> claimed, K what, String owner, YamlValue value, String word) {
    String other = claimed.putIfAbsent(what, owner);
    if (other == null) {
      return true;
    }
    value.problem(
        other.equals(owner)
            ? "is a " + word + " that this client has already"
            : "is a " + word + " of the client " + other + " too; each client needs its own");
    return false;
  }
}
