package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.Gcm;
import dev.kekkai.config.profile.IvSource;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.TokenException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whose the IV of AES-GCM is: the same message is encrypted twice, and compared with what software
 * makes of it under the caller's IV, and under what may be an IV of the module's own. An IV of
 * length 0 is sent only where the caller's is not taken, since Kekkai never sends one elsewhere:
 * SoftHSM2 encrypts under zeros then.
 */
final class GcmProbe implements Probe {
  private static final int MESSAGE = 100;
  private static final int IV_BITS = GcmSample.IV_BYTES * Byte.SIZE;
  private static final int LONG_IV = 16;
  private static final String WORKS = "gcm.works";

  @Override
  public String about() {
    return About.GCM;
  }

  @Override
  public void run(Bench bench) throws TokenException {
    Outcome<KnownKey> key = bench.keys().dek();
    if (!key.worked()) {
      bench.findings().seen(WORKS, Findings.NO, "no AES key of known value: " + key.text());
      return;
    }
    byte[] plain = GcmSample.random(MESSAGE);
    String refusal = "";
    boolean notAsked = false;
    for (GcmWay way : ways(bench.profile().gcm(), key.value())) {
      if (!bench.token().takes(way.mechanism())) {
        notAsked = true;
        continue;
      }
      Outcome<Optional<GcmAnswer>> tried = bench.attempt(s -> way.encrypt(s, plain));
      if (tried.worked(Optional::isPresent)) {
        found(bench, way, tried.value().orElseThrow(), plain);
        return;
      }
      String why = tried.worked() ? "an output that can't be explained" : tried.text();
      refusal = refusal.isEmpty() ? why : refusal;
    }
    String binding =
        notAsked
            ? "; the binding "
                + bench.token().binding()
                + " can't ask for IVs of the token's own: use Java 22 or later"
            : "";
    bench.findings().seen(WORKS, Findings.NO, refusal + binding);
    if (!notAsked) {
      bench.findings().knob("gcm.mechanism", Findings.NONE, refusal);
    }
  }

  /** The caller's IV first; what the profile says first among ulIvBits. */
  private static List<GcmWay> ways(Gcm gcm, KnownKey key) {
    long number = gcm.mechanism().orElse(Ckm.AES_GCM);
    Set<Integer> bits = new LinkedHashSet<>();
    bits.add(gcm.ivBits().orElse(IV_BITS));
    bits.addAll(List.of(IV_BITS, 0, LONG_IV * Byte.SIZE));
    List<GcmWay> ways = new ArrayList<>();
    bits.forEach(b -> ways.add(new GcmWay(key, number, IvSource.CALLER, 0, b)));
    for (int room : new int[] {GcmSample.IV_BYTES, 0, LONG_IV}) {
      bits.forEach(b -> ways.add(new GcmWay(key, number, IvSource.HSM, room, b)));
    }
    return ways;
  }

  private static void found(Bench bench, GcmWay way, GcmAnswer answer, byte[] plain)
      throws TokenException {
    Findings findings = bench.findings();
    Outcome<Optional<GcmAnswer>> second = bench.attempt(s -> way.encrypt(s, plain));
    boolean same =
        second.worked(a -> a.filter(b -> Arrays.equals(b.iv(), answer.iv())).isPresent());
    findings.seen(WORKS, Findings.YES, "");
    findings.knob("gcm.mechanism", Bench.hex(way.number()), "");
    source(findings, answer, same);
    ivBits(bench, way);
    boolean refuses = forged(bench, way, answer, plain);
    boolean opens = bench.attempt(s -> way.decrypt(s, answer)).worked(p -> Arrays.equals(p, plain));
    findings.seen("gcm.decrypts", Findings.yesNo(opens), "");
    if (answer.source() == IvSource.HSM && same) {
      neverUse(findings, "it makes the same IV twice");
    } else if (!refuses) {
      neverUse(findings, "a forged tag is not refused");
    } else if (!opens) {
      neverUse(findings, "it does not decrypt what it encrypted");
    } else {
      bench.gcm(way);
    }
  }

  /** Works as a mechanism does, and protects nothing: no profile that is written may name it. */
  private static void neverUse(Findings findings, String why) {
    findings.seen(WORKS, Findings.NO, why);
    findings.knob("gcm.mechanism", Findings.NONE, why);
  }

  private static void source(Findings findings, GcmAnswer answer, boolean same) {
    boolean callers = answer.source() == IvSource.CALLER;
    String twice =
        same ? "but twice the same: never use it" : "another one for each of two encryptions";
    findings.knob(
        "gcm.ivSource",
        callers ? "caller" : "hsm",
        callers ? "the output is what software computes under the caller's IV" : twice);
    findings.knob(
        "gcm.ivReturn",
        answer.place().name().toLowerCase(Locale.ROOT),
        switch (answer.place()) {
          case NONE -> "";
          case PARAM -> "written into pIv";
          case PREFIX -> "before the ciphertext";
          case SUFFIX -> "after the tag";
        });
    findings.knob("gcm.ivBytes", Integer.toString(answer.iv().length), "");
  }

  /** Which ulIvBits beside the one that worked are taken. */
  private static void ivBits(Bench bench, GcmWay way) throws TokenException {
    List<String> taken = new ArrayList<>();
    byte[] plain = GcmSample.random(MESSAGE);
    for (int bits : new int[] {IV_BITS, 0, LONG_IV * Byte.SIZE}) {
      GcmWay other = new GcmWay(way.key(), way.number(), way.source(), way.room(), bits);
      if (bench.token().takes(other.mechanism())
          && bench.attempt(s -> other.encrypt(s, plain)).worked(Optional::isPresent)) {
        taken.add(Integer.toString(bits));
      }
    }
    int length = (way.source() == IvSource.CALLER ? GcmSample.IV_BYTES : way.room()) * Byte.SIZE;
    boolean isLength = way.ivBits() == length;
    boolean profiles =
        bench.profile().gcm().ivBits().isPresent()
            && bench.profile().gcm().ivBits().getAsInt() == way.ivBits();
    bench
        .findings()
        .knob(
            "gcm.ivBits",
            isLength && !profiles ? "length" : Integer.toString(way.ivBits()),
            "taken of 0, 96 and 128: " + String.join(", ", taken));
  }

  /** Whether it is refused. */
  private static boolean forged(Bench bench, GcmWay way, GcmAnswer answer, byte[] plain)
      throws TokenException {
    byte[] sealed = answer.sealed().clone();
    sealed[sealed.length - 1] ^= 1;
    GcmAnswer bad = new GcmAnswer(answer.source(), answer.place(), answer.iv(), sealed);
    Outcome<Boolean> refused =
        bench.attempt(
            session -> {
              Outcome<byte[]> opened = Bench.on(session, s -> way.decrypt(s, bad));
              boolean clean =
                  Bench.on(session, s -> way.decrypt(s, answer))
                      .worked(p -> Arrays.equals(p, plain));
              if (!opened.worked()) {
                bench.badInput(opened);
                bench.afterBadInput(clean);
                bench
                    .findings()
                    .seen(
                        "gcm.forged",
                        "refused",
                        opened.text() + (clean ? "" : ", and the session is of no use then"));
              }
              return !opened.worked();
            });
    boolean refuses = refused.worked(r -> r);
    if (!refuses) {
      bench.findings().seen("gcm.forged", "taken", "a forged tag is not refused: never use it");
    }
    return refuses;
  }
}
