package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.AttributeRule;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.PointEncoding;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.KeyPairHandles;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;

/** ECDH on P-256: how a point is given, and whether the derived secret can be read. */
final class EcdhProbe implements Probe {
  private static final int FIELD_BYTES = 32;

  @Override
  public String about() {
    return About.ECDH;
  }

  @Override
  public void run(Bench bench) throws TokenException {
    Outcome<KeyPairHandles> pair = pair(bench);
    if (!pair.worked()) {
      bench.findings().seen("ecdh.sessionKeys", Findings.NO, pair.text());
      return;
    }
    bench.findings().seen("ecdh.sessionKeys", Findings.YES, "P-256");
    Outcome<byte[]> point =
        bench.attempt(
            s -> {
              byte[] read =
                  s.attributes(pair.value().publicKey(), Cka.EC_POINT).bytes(Cka.EC_POINT);
              return read == null ? new byte[0] : read;
            });
    EcPeer peer = EcPeer.create();
    ObjectHandle key = pair.value().privateKey();
    Outcome<byte[]> raw = bench.attempt(s -> derived(s, key, peer.rawPoint()));
    Outcome<byte[]> der = bench.attempt(s -> derived(s, key, peer.derPoint()));
    if (!raw.worked() && !der.worked()) {
      bench.findings().seen("ecdh.derive", Findings.NO, raw.text());
      return;
    }
    bench.findings().seen("ecdh.derive", Findings.YES, "");
    boolean prefersDer = bench.profile().ecdh().pointEncoding() == PointEncoding.DER;
    boolean usesDer = der.worked() && (prefersDer || !raw.worked());
    String both = raw.worked() && der.worked() ? "takes both" : "the only one it takes";
    bench.findings().knob("ecdh.pointEncoding", usesDer ? "der" : "raw", both);
    readable(bench, (usesDer ? der : raw).value(), peer, point);
  }

  private static void readable(Bench bench, byte[] read, EcPeer peer, Outcome<byte[]> point) {
    if (read.length == 0) {
      bench.findings().knob("ecdh.derivedReadable", Findings.NO, "the secret can't be read");
      return;
    }
    boolean right = point.worked(p -> Arrays.equals(read, peer.secret(p)));
    bench
        .findings()
        .knob(
            "ecdh.derivedReadable",
            Findings.yesNo(right),
            right ? "and is what software computes" : "but it is not what software computes");
  }

  private static byte[] derived(Session session, ObjectHandle key, byte[] point)
      throws TokenException {
    Template secret =
        Template.builder()
            .with(Cka.CLASS, Cko.SECRET_KEY)
            .with(Cka.KEY_TYPE, Ckk.GENERIC_SECRET)
            .with(Cka.TOKEN, false)
            .with(Cka.SENSITIVE, false)
            .with(Cka.EXTRACTABLE, true)
            .with(Cka.VALUE_LEN, (long) FIELD_BYTES)
            .build();
    ObjectHandle made =
        session.deriveKey(new Mechanism.Ecdh1(Ckm.ECDH1_DERIVE, point), key, secret);
    try {
      return Reading.value(session, made);
    } finally {
      session.discard(made);
    }
  }

  private static Outcome<KeyPairHandles> pair(Bench bench) throws TokenException {
    Template pub =
        Template.builder().with(Cka.TOKEN, false).with(Cka.EC_PARAMS, EcPeer.parameters()).build();
    Template.Builder priv =
        Template.builder()
            .with(Cka.TOKEN, false)
            .with(Cka.SENSITIVE, true)
            .with(Cka.EXTRACTABLE, false)
            .with(Cka.DERIVE, true);
    AttributeRule rule = bench.profile().templates().of(KeyKind.EC_KEK).privateObject();
    if (rule.isSent()) {
      priv.with(Cka.PRIVATE, rule == AttributeRule.TRUE);
    }
    return bench.make(
        s -> s.generateKeyPair(new Mechanism.Plain(Ckm.EC_KEY_PAIR_GEN), pub, priv.build()));
  }
}
