package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;
import java.util.Optional;

/** How much AES-GCM takes in one call, up to a mebibyte, and whether it takes parts. */
final class GcmSizeProbe implements Probe {
  private static final int[] SIZES = {16_000, 65_536, 262_144, 1_048_576};
  private static final int PART = 48;
  private static final int PARTS_MESSAGE = 200;

  @Override
  public String about() {
    return About.GCM_SIZES;
  }

  @Override
  public void run(Bench bench) throws TokenException {
    Optional<GcmWay> way = bench.gcm();
    if (way.isPresent()) {
      size(bench, way.get());
      parts(bench, way.get());
    }
  }

  private static void size(Bench bench, GcmWay way) throws TokenException {
    int good = 0;
    int bad = 0;
    String refusal = "";
    for (int size : SIZES) {
      Outcome<Optional<GcmAnswer>> tried = tried(bench, way, size);
      if (!tried.worked(Optional::isPresent)) {
        bad = size;
        refusal = tried.worked() ? "something else than the ciphertext" : tried.text();
        break;
      }
      good = size;
    }
    if (bad == 0) {
      noLimit(bench, good);
      return;
    }
    while (bad - good > 1) {
      int middle = (good + bad) >>> 1;
      if (tried(bench, way, middle).worked(Optional::isPresent)) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    bench.findings().knob("gcm.maxBytes", Integer.toString(good), "one more gives " + refusal);
  }

  /** What was not reached says nothing about a limit that lies beyond it. */
  private static void noLimit(Bench bench, int reached) {
    if (bench.profile().gcm().maxBytes() > reached) {
      bench.findings().seen("gcm.maxBytes.atLeast", Integer.toString(reached), "");
    } else {
      bench.findings().knob("gcm.maxBytes", "0", "no limit up to " + reached + " bytes");
    }
  }

  private static Outcome<Optional<GcmAnswer>> tried(Bench bench, GcmWay way, int size)
      throws TokenException {
    byte[] plain = new byte[size];
    return bench.attempt(s -> way.encrypt(s, plain));
  }

  private static void parts(Bench bench, GcmWay way) throws TokenException {
    byte[] plain = GcmSample.random(PARTS_MESSAGE);
    Outcome<Optional<GcmAnswer>> sealed =
        bench.attempt(
            session -> {
              Outcome<Optional<GcmAnswer>> once =
                  Bench.on(session, s -> way.encryptInParts(s, plain, PART));
              if (!once.worked()) {
                busy(bench, Bench.on(session, s -> way.encrypt(s, plain)));
              }
              return once.orElse(Optional.empty());
            });
    Optional<GcmAnswer> answer = sealed.worked() ? sealed.value() : Optional.empty();
    boolean works =
        answer.isPresent()
            && bench
                .attempt(s -> way.decryptInParts(s, answer.get(), PART))
                .worked(p -> Arrays.equals(p, plain));
    bench
        .findings()
        .knob(
            "gcm.multipart",
            Findings.yesNo(works),
            works
                ? "C_EncryptUpdate and C_DecryptUpdate"
                : "not both of C_EncryptUpdate and C_DecryptUpdate");
  }

  private static void busy(Bench bench, Outcome<Optional<GcmAnswer>> next) {
    boolean busy = next.answered(Ckr.OPERATION_ACTIVE);
    bench
        .findings()
        .seen(
            "gcm.busyAfterFailedUpdate",
            Findings.yesNo(busy),
            busy ? "the session is of no use then" : "");
  }
}
