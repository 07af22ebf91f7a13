package dev.kekkai.cli.doctor;

import dev.kekkai.cli.probe.About;
import dev.kekkai.cli.probe.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** From what was found to what it means: what the token can do for Kekkai, and what follows. */
final class Capabilities {
  private final Findings findings;
  private final List<Capability> all = new ArrayList<>();

  private Capabilities(Findings findings) {
    this.findings = findings;
  }

  /** Without what rests on probes that were not finished. */
  static List<Capability> of(Findings findings, List<String> unfinished) {
    Capabilities capabilities = new Capabilities(findings);
    Set<String> missing = Set.copyOf(unfinished);
    if (!overlap(missing, About.WRAP, About.FUNCTIONS)) {
      capabilities.aesKek();
    }
    if (!overlap(missing, About.RSA)) {
      capabilities.rsaKek();
    }
    if (!overlap(missing, About.ECDH)) {
      capabilities.ecKek();
    }
    if (!overlap(missing, About.DEK, About.GCM, About.GCM_SIZES)) {
      capabilities.bulkInHsm();
    }
    if (!overlap(missing, About.DEK)) {
      capabilities.bulkInSoftware();
    }
    if (!overlap(missing, About.PINNED)) {
      capabilities.pinned();
    }
    capabilities.recovery();
    return List.copyOf(capabilities.all);
  }

  private static boolean overlap(Set<String> missing, String... probes) {
    return Stream.of(probes).anyMatch(missing::contains);
  }

  private void aesKek() {
    boolean wraps = has("wrap.rfc3394");
    boolean pads = has("wrap.rfc5649");
    String how =
        wraps
            ? "RFC 3394 as "
                + value("wrap.rfc3394")
                + (pads ? ", RFC 5649 as " + value("wrap.rfc5649") : ", no RFC 5649")
            : "no mechanism means RFC 3394" + because("keys.known");
    all.add(
        new Capability(
            "kek.aes",
            "AES KEKs",
            wraps,
            how,
            wraps
                ? ""
                : "use an RSA KEK; the DEK store, which takes AES KEKs only, can't be used"));
  }

  private void rsaKek() {
    boolean can = has("oaep.hashes");
    boolean decrypts = value("rsaKek.usage").equals("decrypt");
    String how =
        can
            ? "OAEP with "
                + value("oaep.hashes")
                + (decrypts ? ", by C_Decrypt" : ", by C_UnwrapKey")
            : "no RSA-OAEP" + because("rsa.sessionKeys");
    String consequence = "";
    if (can && !value("oaep.hashes").contains("SHA-256")) {
      consequence =
          "no RSA-OAEP-256: items sealed for the key server need an EC KEK (ECDH-ES+A256KW)";
    } else if (can && !has("rsa.unwrap")) {
      consequence = "DEKs under an RSA KEK are opened in this process: set bulk = software";
    }
    all.add(new Capability("kek.rsa", "RSA KEKs", can, how, consequence));
  }

  private void ecKek() {
    boolean derives = findings.is("ecdh.derive");
    boolean can = findings.is("ecdh.derivedReadable");
    String how;
    if (can) {
      how = "ECDH, points in " + value("ecdh.pointEncoding") + " form, the secret can be read";
    } else if (derives) {
      how = "the derived secret can't be read";
    } else {
      how = "no ECDH" + because("ecdh.sessionKeys") + because("ecdh.derive");
    }
    all.add(
        new Capability(
            "kek.ec",
            "EC KEKs",
            can,
            how,
            can ? "" : "items can't be sealed with ECDH-ES+A256KW: use an RSA KEK"));
  }

  private void bulkInHsm() {
    boolean encrypts = findings.is("gcm.works");
    boolean inside = findings.is("dek.staysInside");
    boolean can = encrypts && inside;
    StringBuilder how = new StringBuilder();
    String consequence = "";
    if (can) {
      how.append("AES-GCM in the token");
      boolean own = value("gcm.ivSource").equals("hsm");
      how.append(own ? ", under IVs that it makes" : ", under the caller's IV");
      String max = value("gcm.maxBytes");
      how.append(max.equals("0") ? "" : ", at most " + max + " bytes in a call");
      consequence = own ? "a caller's IV is refused; Cipher.getIV() is null until doFinal" : "";
    } else {
      how.append(encrypts ? "DEKs don't stay inside" : "no AES-GCM").append(because("gcm.works"));
      how.append(encrypts ? because("dek.staysInside") : "");
      consequence = "set bulk = software";
    }
    all.add(new Capability("bulk.hsm", "bulk = hsm", can, how.toString(), consequence));
  }

  private void bulkInSoftware() {
    String path = value("softwareDek.path");
    boolean can = has("softwareDek.path");
    String how =
        switch (path) {
          case "readValue" -> "an unwrapped DEK can be read";
          case "oaepDecrypt" -> "a DEK is opened by RSA-OAEP decryption";
          case "wrapToEphemeralRsa" -> "a DEK is wrapped to an RSA key of this process";
          default -> "no way for a DEK into this process";
        };
    String consequence =
        path.equals("oaepDecrypt") ? "the KEK of such a DEK has to be an RSA key" : "";
    all.add(new Capability("bulk.software", "bulk = software", can, how, consequence));
  }

  private void pinned() {
    String rule = value("template.unwrapTemplate");
    if (rule.isEmpty()) {
      return;
    }
    boolean can = !rule.equals("unsupported");
    all.add(
        new Capability(
            "kek.unwrapTemplate",
            "pinned DEKs",
            can,
            can
                ? "CKA_UNWRAP_TEMPLATE is enforced (" + rule + ")"
                : "CKA_UNWRAP_TEMPLATE: " + remark("template.unwrapTemplate"),
            can
                ? ""
                : "that a DEK is not unwrapped as another kind of key is Kekkai's rule alone"));
  }

  private void recovery() {
    if (value("init.reinit").isEmpty()) {
      return;
    }
    boolean can = findings.is("init.reinit");
    all.add(
        new Capability(
            "recovery.reinit",
            "restarts",
            can,
            can ? "it can be initialised again in one process" : "it can't be initialised again",
            can ? "" : "after some outages the application has to be restarted"));
  }

  private boolean has(String name) {
    String value = value(name);
    return !value.isEmpty() && !value.equals(Findings.NONE);
  }

  private String value(String name) {
    return findings.value(name);
  }

  private String remark(String name) {
    return findings.get(name).map(f -> f.remark()).orElse("");
  }

  private String because(String name) {
    return findings
        .get(name)
        .filter(f -> f.value().equals(Findings.NO) && !f.remark().isEmpty())
        .map(f -> String.format(Locale.ROOT, ": %s", f.remark()))
        .orElse("");
  }
}
