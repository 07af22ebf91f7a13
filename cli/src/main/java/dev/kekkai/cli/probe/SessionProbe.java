package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.ProbeSession;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Whether sessions have to be opened with CKF_RW_SESSION, and how many of them and of session
 * objects there may be; no more than {@value #MOST} are tried, since others may need them.
 */
final class SessionProbe implements Probe {
  private static final int MOST = 64;

  /** The one that holds the login, and the one that owns the throw-away keys. */
  private static final int OWN = 2;

  private final boolean counts;

  SessionProbe(boolean counts) {
    this.counts = counts;
  }

  @Override
  public String about() {
    return "sessions";
  }

  @Override
  public void run(Bench bench) throws TokenException {
    readOnly(bench);
    if (counts) {
      sessions(bench);
      objects(bench);
    }
  }

  private static void readOnly(Bench bench) throws TokenException {
    Outcome<Boolean> works = works(bench);
    boolean writes = bench.profile().session().readWrite(); // and so the probe has come here
    String readOnly =
        works.worked() ? "read-only ones do" : "a read-only one answers " + works.text();
    bench.findings().knob("session.readWrite", Findings.yesNo(writes || !works.worked()), readOnly);
  }

  /** A read-only session that can be opened may still refuse to make a key. */
  private static Outcome<Boolean> works(Bench bench) throws TokenException {
    try {
      return bench.attempt(
          false,
          s -> {
            Outcome<ObjectHandle> made = Bench.on(s, on -> on.generateKey(aes(), key(bench)));
            if (made.answered(Ckr.SESSION_READ_ONLY)) {
              throw new CryptokiException("C_GenerateKey", Ckr.SESSION_READ_ONLY);
            }
            return true;
          });
    } catch (CryptokiException e) {
      return Outcome.refused(e);
    }
  }

  private static void sessions(Bench bench) throws TokenException {
    Deque<ProbeSession> open = new ArrayDeque<>();
    String refusal = "";
    int most = OWN;
    try {
      while (open.size() < MOST && refusal.isEmpty()) {
        try {
          open.push(bench.token().openProbe(bench.profile().session().readWrite()));
          most = open.size() + OWN;
        } catch (CryptokiException e) {
          refusal = Ckr.describe(e.returnValue());
        }
      }
    } finally {
      while (!open.isEmpty()) {
        open.pop().close();
      }
    }
    String said = "the token says " + said(bench.token().info().maxSessions());
    if (refusal.isEmpty()) {
      String remark = "at least " + MOST + " beside Kekkai's own; " + said;
      noLimit(bench, "session.max", bench.profile().session().max(), remark);
    } else {
      String remark = "another one beside Kekkai's own answers " + refusal + "; " + said;
      bench.findings().knob("session.max", Integer.toString(most), remark);
    }
  }

  /** What was not reached says nothing about a limit that lies beyond it. */
  private static void noLimit(Bench bench, String knob, int known, String remark) {
    if (known > MOST) {
      bench.findings().seen(knob + ".atLeast", Integer.toString(MOST), remark);
    } else {
      bench.findings().knob(knob, "0", remark);
    }
  }

  private static String said(long max) {
    return max <= 0 ? "there is no limit" : String.format(Locale.ROOT, "%d", max);
  }

  private static void objects(Bench bench) throws TokenException {
    Outcome<Integer> made =
        bench.attempt(
            session -> {
              List<ObjectHandle> objects = new ArrayList<>();
              while (objects.size() < MOST) {
                Outcome<ObjectHandle> one =
                    Bench.on(session, s -> s.generateKey(aes(), key(bench)));
                if (!one.worked()) {
                  break;
                }
                objects.add(one.value());
              }
              objects.forEach(session::discard);
              return objects.size();
            });
    int count = made.worked() ? made.value() : 0;
    if (count == MOST) {
      int known = bench.profile().session().maxObjects();
      noLimit(bench, "session.maxObjects", known, "at least " + MOST + " in one session");
    } else if (count > 0) {
      bench.findings().knob("session.maxObjects", Integer.toString(count), "in one session");
    }
  }

  private static Mechanism aes() {
    return new Mechanism.Plain(Ckm.AES_KEY_GEN);
  }

  private static Template key(Bench bench) {
    return bench
        .keys()
        .session()
        .with(Cka.VALUE_LEN, (long) ProbeKeys.AES_BYTES)
        .with(Cka.ENCRYPT, true)
        .with(Cka.DECRYPT, true)
        .build();
  }
}
