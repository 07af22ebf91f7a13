package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.SoftwareDekPath;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of an unwrapped AES key: its length, and how it gets into software. */
final class DekProbe implements Probe {
  private static final int SHORT = 16;
  private static final String PATH = "softwareDek.path";

  @Override
  public String about() {
    return About.DEK;
  }

  @Override
  public void run(Bench bench) throws TokenException {
    Optional<UnwrapWay> way = bench.unwrapping().way();
    if (way.isPresent()) {
      valueLength(bench, way.get());
      readable(bench, way.get());
    }
    toSoftware(bench);
  }

  private static void valueLength(Bench bench, UnwrapWay way) throws TokenException {
    Findings findings = bench.findings();
    if (bench.unwrapping().needsLength()) {
      findings.knob("wrap.unwrapValueLen", "require", "unwrapping fails without CKA_VALUE_LEN");
      return;
    }
    UnwrapWay right = way.with(Unwrapping.withLength(way.template(), ProbeKeys.AES_BYTES));
    Outcome<byte[]> taken = bench.attempt(s -> Unwrapping.looked(s, right, Reading::value));
    if (!taken.worked()) {
      findings.knob("wrap.unwrapValueLen", "omit", "CKA_VALUE_LEN is refused: " + taken.text());
      return;
    }
    UnwrapWay shorter = way.with(Unwrapping.withLength(way.template(), SHORT));
    Outcome<Long> length =
        bench.attempt(
            s -> Unwrapping.looked(s, shorter, (on, key) -> (long) Reading.value(on, key).length));
    boolean truncates = length.worked(l -> l == SHORT);
    findings.knob(
        "wrap.unwrapValueLen",
        "omit",
        truncates ? "CKA_VALUE_LEN may be sent, and a smaller one truncates the key" : "optional");
  }

  private static void readable(Bench bench, UnwrapWay way) throws TokenException {
    Outcome<byte[]> value = bench.attempt(s -> Unwrapping.looked(s, way, Reading::value));
    boolean readable = value.worked(v -> Arrays.equals(v, way.value()));
    String remark = readable ? "by " + way.name() : "CKA_VALUE is not shown";
    bench.findings().seen("dek.readable", Findings.yesNo(readable), remark);
    UnwrapWay secret =
        way.with(
            Template.builder()
                .with(way.template())
                .with(Cka.SENSITIVE, true)
                .with(Cka.EXTRACTABLE, false)
                .build());
    Outcome<byte[]> hidden = bench.attempt(s -> Unwrapping.looked(s, secret, Reading::value));
    boolean kept = hidden.worked(v -> v.length == 0);
    bench
        .findings()
        .seen(
            "dek.staysInside",
            Findings.yesNo(kept),
            kept
                ? "with SENSITIVE and not EXTRACTABLE"
                : hidden.worked() ? "it can be read in spite of CKA_SENSITIVE" : hidden.text());
  }

  /** The profile's way where it works, else the first that does. */
  private static void toSoftware(Bench bench) throws TokenException {
    Findings findings = bench.findings();
    boolean reads = findings.is("dek.readable");
    boolean decrypts =
        findings.get("rsa.decrypt").filter(f -> !f.value().equals(Findings.NONE)).isPresent();
    SoftwareDekPath wanted = bench.profile().softwareDekPath();
    boolean asked = wanted == SoftwareDekPath.WRAP_TO_EPHEMERAL_RSA || (!reads && !decrypts);
    boolean wraps = asked && EphemeralRsaKey.wrapsTo(bench);
    boolean wantedWorks =
        switch (wanted) {
          case READ_VALUE -> reads;
          case OAEP_DECRYPT -> decrypts;
          case WRAP_TO_EPHEMERAL_RSA -> wraps;
          case NONE -> false;
        };
    String remark =
        String.format(
            Locale.ROOT,
            "readValue %s, oaepDecrypt %s, wrapToEphemeralRsa %s",
            word(reads),
            word(decrypts),
            asked ? word(wraps) : "not tried");
    String path;
    if (wantedWorks && bench.isSettled(PATH)) {
      path = text(wanted);
    } else if (reads) {
      path = text(SoftwareDekPath.READ_VALUE);
    } else if (decrypts) {
      path = text(SoftwareDekPath.OAEP_DECRYPT);
    } else {
      path = wraps ? text(SoftwareDekPath.WRAP_TO_EPHEMERAL_RSA) : Findings.NONE;
    }
    findings.knob(PATH, path, remark);
  }

  private static String word(boolean works) {
    return works ? "works" : "does not";
  }

  private static String text(SoftwareDekPath path) {
    return switch (path) {
      case READ_VALUE -> "readValue";
      case OAEP_DECRYPT -> "oaepDecrypt";
      case WRAP_TO_EPHEMERAL_RSA -> "wrapToEphemeralRsa";
      case NONE -> Findings.NONE;
    };
  }
}
