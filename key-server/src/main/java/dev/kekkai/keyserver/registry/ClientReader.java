package dev.kekkai.keyserver.registry;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SigningKey;
import dev.kekkai.keyserver.yaml.Problems;
import dev.kekkai.keyserver.yaml.TextParser;
import dev.kekkai.keyserver.yaml.Texts;
import dev.kekkai.keyserver.yaml.YamlMap;
import dev.kekkai.keyserver.yaml.YamlValue;
import dev.kekkai.provider.keys.KekRef;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one client of the document. */
final class ClientReader {
  private static final int MAX_CREDENTIALS = 16;
  private static final int MAX_KEKS = 64;
  private static final int MAX_PREFIXES = 256;
  private static final String ALL = "all";

  private static final TextParser<String> ID =
      Texts.shaped(
          Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
          "must have 1 to 64 of letters, digits, '.', '_' and '-', and begin with a letter or digit");
  private static final TextParser<String> KEY_ID =
      Texts.shaped(
          Pattern.compile("[!-~]{1," + SigningKey.MAX_KEY_ID_CHARS + "}"),
          "must have 1 to "
              + SigningKey.MAX_KEY_ID_CHARS
              + " printable ASCII characters without spaces");
  private static final TextParser<Operation> OPERATION =
      Texts.word(words(Operation.values(), Operation::id));
  private static final TextParser<SignatureAlgorithm> ALGORITHM =
      Texts.word(words(SignatureAlgorithm.values(), SignatureAlgorithm::id));

  private final YamlMap map;
  private final Claims claims;
  private final Problems problems;

  ClientReader(YamlMap map, Claims claims, Problems problems) {
    this.map = map;
    this.claims = claims;
    this.problems = problems;
  }

  /** Reads it, and says what is wrong with it. */
  Optional<ClientEntry> read() {
    int before = problems.count();
    Optional<String> id = map.require("id").flatMap(value -> claims.id(value, value.text(ID)));
    String owner = id.orElse(map.at("id"));
    Set<CertificatePin> certificates = certificates(owner);
    Map<String, RegisteredClient.Key> keys = keys(owner);
    Set<Operation> operations = operations();
    boolean audits = operations.contains(Operation.AUDIT);
    Set<String> keks = audits ? none("keks") : keks();
    List<List<String>> contexts = audits ? noContexts() : contexts();
    Map<String, Quota> quotas = audits ? noQuotas() : quotas(keks);
    Optional<Instant> notBefore = map.get("not-before").flatMap(v -> v.text(Texts.moment()));
    Optional<Instant> expires = map.get("expires").flatMap(v -> v.text(Texts.moment()));
    checkOrder(notBefore.orElse(null), expires.orElse(null));
    map.end();
    if (problems.count() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new ClientEntry(
            owner,
            certificates,
            keys,
            operations,
            keks,
            contexts,
            quotas,
            notBefore.orElse(null),
            expires.orElse(null)));
  }

  private Set<CertificatePin> certificates(String owner) {
    Set<CertificatePin> found = new LinkedHashSet<>();
    for (YamlValue value : list("certificates", MAX_CREDENTIALS)) {
      value
          .text(CertificatePin::parse)
          .filter(pin -> claims.certificate(value, pin, owner))
          .ifPresent(found::add);
    }
    return found;
  }

  private Map<String, RegisteredClient.Key> keys(String owner) {
    Map<String, RegisteredClient.Key> found = new LinkedHashMap<>();
    for (YamlValue value : list("keys", MAX_CREDENTIALS)) {
      value.map().ifPresent(key -> readKey(key, owner, found));
    }
    return found;
  }

  private void readKey(YamlMap key, String owner, Map<String, RegisteredClient.Key> found) {
    Optional<YamlValue> id = key.require("id");
    Optional<String> name = id.flatMap(value -> value.text(KEY_ID));
    Optional<SignatureAlgorithm> algorithm =
        key.require("algorithm").flatMap(value -> value.text(ALGORITHM));
    Optional<YamlValue> pem = key.require("public-key");
    key.end();
    if (name.isPresent() && !claims.keyId(id.get(), name.get(), owner)) {
      return;
    }
    if (name.isPresent() && algorithm.isPresent() && pem.isPresent()) {
      Optional<PublicKey> publicKey =
          pem.get().text(text -> PublicKeyPem.parse(text, algorithm.get()));
      publicKey
          .filter(k -> claims.publicKey(pem.get(), k, owner))
          .ifPresent(k -> found.put(name.get(), new RegisteredClient.Key(k, algorithm.get())));
    }
  }

  /** Who reads what was decrypted by whom must not decrypt, and the other way round. */
  private Set<Operation> operations() {
    Set<Operation> found = new LinkedHashSet<>();
    List<YamlValue> values = list("operations", Operation.values().length);
    values.forEach(value -> value.text(OPERATION).ifPresent(found::add));
    if (found.contains(Operation.AUDIT) && found.size() > 1) {
      problems.add(
          map.at("operations"),
          found.stream().map(Operation::id).collect(Collectors.joining(", ")),
          "a client that reads the audit log must not decrypt or reseal; register two clients");
    }
    return found;
  }

  private Set<String> keks() {
    Set<String> found = new LinkedHashSet<>();
    for (YamlValue value : list("keks", MAX_KEKS)) {
      value.text(ClientReader::kekName).ifPresent(found::add);
    }
    return found;
  }

  private static String kekName(String text) {
    if (!KekRef.isName(text)) {
      throw new IllegalArgumentException(
          "must be the name of a KEK without version: 1 to 48 of letters, digits, '_' and '-'");
    }
    return text;
  }

  private List<List<String>> contexts() {
    Optional<YamlValue> value = map.require("contexts");
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get().isText()) {
      value.get().text(Texts.word(Map.of(ALL, ALL)));
      return List.of(List.of());
    }
    List<List<String>> prefixes = new ArrayList<>();
    for (YamlValue prefix : value.get().list(1, MAX_PREFIXES)) {
      List<String> parts = new ArrayList<>();
      for (YamlValue part : prefix.list(1, EncryptionContext.MAX_PARTS)) {
        part.text(text -> text).ifPresent(parts::add);
      }
      prefixes.add(parts);
    }
    return prefixes;
  }

  private Map<String, Quota> quotas(Set<String> keks) {
    Map<String, Quota> found = new LinkedHashMap<>();
    Optional<YamlMap> quotas = map.require("quotas").flatMap(YamlValue::map);
    if (quotas.isEmpty()) {
      return found;
    }
    for (String kek : quotas.get().keys()) {
      Optional<YamlValue> value = quotas.get().get(kek);
      if (!keks.contains(kek)) {
        problems.add(quotas.get().at(kek), null, "is not among the client's keks");
      } else if (value.isPresent()) {
        value.get().map().flatMap(ClientReader::quota).ifPresent(q -> found.put(kek, q));
      }
    }
    for (String kek : keks) {
      quotas.get().require(kek);
    }
    return found;
  }

  private static Optional<Quota> quota(YamlMap map) {
    Optional<Long> capacity = map.require("capacity").flatMap(v -> v.number(1, Quota.MOST));
    Optional<YamlValue> refill = map.get("refill");
    Optional<Long> refilled = refill.isPresent() ? refill.get().number(1, Quota.MOST) : capacity;
    Optional<Duration> per =
        map.require("per")
            .flatMap(v -> v.text(Texts.duration(Quota.SHORTEST, Quota.LONGEST, "1s to 31d")));
    map.end();
    return capacity.isPresent() && refilled.isPresent() && per.isPresent()
        ? Optional.of(new Quota(capacity.get(), refilled.get(), per.get()))
        : Optional.empty();
  }

  private void checkOrder(@Nullable Instant notBefore, @Nullable Instant expires) {
    if (notBefore != null && expires != null && !notBefore.isBefore(expires)) {
      problems.add(
          map.at("expires"), expires.toString(), "must be later than not-before, " + notBefore);
    }
  }

  private List<YamlValue> list(String key, int max) {
    return map.require(key).map(value -> value.list(1, max)).orElse(List.of());
  }

  private Set<String> none(String key) {
    map.get(key).ifPresent(v -> v.problem("must be left out: this client reads the audit log"));
    return Set.of();
  }

  private List<List<String>> noContexts() {
    none("contexts");
    return List.of();
  }

  private Map<String, Quota> noQuotas() {
    none("quotas");
    return Map.of();
  }

  private static <T> Map<String, T> words(T[] values, Function<T, String> id) {
    return Arrays.stream(values)
        .collect(Collectors.toMap(id, v -> v, (a, b) -> a, LinkedHashMap::new));
  }
}
