package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.RsaKekUsage;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the token does with RSA-OAEP: which digests, whether it unwraps or decrypts, whether a label
 * may be given, and what it answers to a forged ciphertext.
 */
final class RsaProbe implements Probe {
  private static final String USAGE = "rsaKek.usage";
  private static final byte[] LABEL = "kekkai doctor".getBytes(StandardCharsets.US_ASCII);

  private final List<String> unwrapping = new ArrayList<>();
  private final List<String> decrypting = new ArrayList<>();
  private final Map<String, String> refusals = new TreeMap<>();
  private String unwrapRefusal = "";

  @Override
  public String about() {
    return About.RSA;
  }

  @Override
  public void run(Bench bench) throws TokenException {
    Outcome<RsaPair> pair = bench.keys().rsa();
    if (!pair.worked()) {
      return;
    }
    ObjectHandle key = pair.value().privateKey();
    for (OaepHash hash : OaepHash.ALL) {
      byte[] value = new byte[ProbeKeys.AES_BYTES];
      Arrays.fill(value, (byte) hash.mgf());
      byte[] blob = pair.value().encrypt(hash, OaepHash.NO_LABEL, value);
      unwrap(
          bench,
          hash,
          new UnwrapWay(
              "RSA-OAEP with " + hash.name(),
              hash.mechanism(),
              key,
              blob,
              value,
              Template.builder().build()));
      decrypt(bench, hash, key, blob, value);
    }
    conclude(bench);
    label(bench, pair.value());
  }

  private void unwrap(Bench bench, OaepHash hash, UnwrapWay way) throws TokenException {
    Outcome<UnwrapWay> found = bench.unwrapping().find(way);
    if (found.worked()) {
      unwrapping.add(hash.name());
      bench.unwrapping().forge(found.value());
    } else {
      unwrapRefusal = found.text();
      refusals.put(hash.name(), found.text());
    }
  }

  private void decrypt(Bench bench, OaepHash hash, ObjectHandle key, byte[] blob, byte[] value)
      throws TokenException {
    Outcome<byte[]> plain = bench.attempt(s -> decrypted(s, hash.mechanism(), key, blob));
    if (!plain.worked(p -> Arrays.equals(p, value))) {
      refusals.put(hash.name(), plain.text());
      return;
    }
    decrypting.add(hash.name());
    bench.rsa(new DecryptWay(hash.mechanism(), key, blob));
    byte[] forged = blob.clone();
    forged[forged.length - 1] ^= 1;
    Outcome<Boolean> done =
        bench.attempt(
            session -> {
              Mechanism oaep = hash.mechanism();
              Outcome<byte[]> refused = Bench.on(session, s -> decrypted(s, oaep, key, forged));
              boolean clean = Bench.on(session, s -> decrypted(s, oaep, key, blob)).worked();
              bench.badInput(refused);
              bench.afterBadInput(clean);
              return clean;
            });
    bench.findings().seen("rsa.decrypt.cleanAfterForged", Findings.yesNo(done.worked(c -> c)), "");
  }

  private static byte[] decrypted(
      Session session, Mechanism mechanism, ObjectHandle key, byte[] blob) throws TokenException {
    byte[] out = new byte[blob.length];
    int length = session.decrypt(mechanism, key, blob, 0, blob.length, out, 0);
    return Arrays.copyOf(out, length);
  }

  private void conclude(Bench bench) {
    Findings findings = bench.findings();
    findings.seen("rsa.unwrap", list(unwrapping), unwrapping.isEmpty() ? unwrapRefusal : "");
    findings.seen("rsa.decrypt", list(decrypting), "");
    boolean prefersDecrypt =
        bench.profile().rsaKekUsage() == RsaKekUsage.DECRYPT && bench.isSettled(USAGE);
    boolean decrypts = unwrapping.isEmpty() || (prefersDecrypt && !decrypting.isEmpty());
    List<String> hashes = decrypts ? decrypting : unwrapping;
    String refused =
        OaepHash.ALL.stream()
            .map(OaepHash::name)
            .filter(h -> !hashes.contains(h))
            .map(h -> h + ": " + refusals.getOrDefault(h, "not right"))
            .reduce((a, b) -> a + "; " + b)
            .orElse("");
    findings.knob("oaep.hashes", list(hashes), refused);
    if (!hashes.isEmpty()) {
      String both = unwrapping.isEmpty() || decrypting.isEmpty() ? "the only way" : "both work";
      findings.knob(USAGE, decrypts ? "decrypt" : "unwrap", both);
    }
  }

  private void label(Bench bench, RsaPair pair) throws TokenException {
    for (OaepHash hash : OaepHash.ALL) {
      if (decrypting.contains(hash.name())) {
        byte[] value = new byte[ProbeKeys.AES_BYTES];
        byte[] blob = pair.encrypt(hash, LABEL, value);
        Outcome<byte[]> plain =
            bench.attempt(s -> decrypted(s, hash.mechanism(LABEL), pair.privateKey(), blob));
        boolean works = plain.worked(p -> Arrays.equals(p, value));
        bench.findings().seen("oaep.label", Findings.yesNo(works), works ? "" : plain.text());
        return;
      }
    }
  }

  /**
   * A decryption that works.
   *
   * @param mechanism the mechanism
   * @param key the private key
   * @param blob a ciphertext
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record DecryptWay(Mechanism mechanism, ObjectHandle key, byte[] blob) {
    Object decrypt(Session session) throws TokenException {
      return decrypted(session, mechanism, key, blob);
    }
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? Findings.NONE : String.join(", ", names);
  }
}
