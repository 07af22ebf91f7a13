package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What CKA_UNWRAP_TEMPLATE of a KEK does: it pins an attribute, and blobs are unwrapped that leave
 * it out, or say otherwise.
 */
final class PinnedProbe implements Probe {
  private static final String KNOB = "template.unwrapTemplate";
  private static final int ROOM = 128;

  @Override
  public String about() {
    return About.PINNED;
  }

  @Override
  public void run(Bench bench) throws TokenException {
    Optional<UnwrapWay> way = bench.unwrapping().way();
    Outcome<KnownKey> dek = bench.keys().dek();
    if (way.isEmpty()
        || !dek.worked()
        || !(way.get().mechanism() instanceof Mechanism.KeyWrap mechanism)) {
      return; // no AES KEK could carry one
    }
    Outcome<ObjectHandle> kek =
        bench.make(s -> s.generateKey(new Mechanism.Plain(Ckm.AES_KEY_GEN), pinning(bench)));
    if (!kek.worked()) {
      bench.findings().knob(KNOB, "unsupported", "it is refused: " + kek.text());
      return;
    }
    Outcome<byte[]> blob =
        bench.attempt(
            s -> {
              byte[] out = new byte[ROOM];
              int length = s.wrapKey(mechanism, kek.value(), dek.value().handle(), out);
              return Arrays.copyOf(out, length);
            });
    if (!blob.worked()) {
      return; // can't be told then
    }
    UnwrapWay pinned =
        new UnwrapWay(
            "pinned",
            mechanism,
            kek.value(),
            blob.value(),
            dek.value().value(),
            Template.builder().build());
    conclude(bench, pinned);
  }

  private static void conclude(Bench bench, UnwrapWay pinned) throws TokenException {
    Template silent = bench.keys().session().with(Cka.DECRYPT, true).build();
    Template same = Template.builder().with(silent).with(Cka.ENCRYPT, false).build();
    Template other = Template.builder().with(silent).with(Cka.ENCRYPT, true).build();
    boolean takesOther = encrypts(bench, pinned.with(other)).worked();
    if (takesOther) {
      bench.findings().knob(KNOB, "unsupported", "it is taken and not obeyed");
      return;
    }
    Outcome<Boolean> left = encrypts(bench, pinned.with(silent));
    if (left.worked(encrypts -> !encrypts)) {
      bench.findings().knob(KNOB, "union", "what it says is added");
      return;
    }
    boolean repeated = encrypts(bench, pinned.with(same)).worked();
    bench
        .findings()
        .knob(
            KNOB,
            repeated ? "repeat-all" : "unsupported",
            repeated
                ? "what it says has to be repeated"
                : "nothing can be unwrapped with it: " + left.text());
  }

  private static Outcome<Boolean> encrypts(Bench bench, UnwrapWay way) throws TokenException {
    return bench.attempt(s -> Unwrapping.looked(s, way, PinnedProbe::mayEncrypt));
  }

  private static Boolean mayEncrypt(Session session, ObjectHandle key) throws TokenException {
    Boolean may = session.attributes(key, Cka.ENCRYPT).bool(Cka.ENCRYPT);
    return may == null || may;
  }

  private static Template pinning(Bench bench) {
    Template pinned =
        Template.builder()
            .with(Cka.CLASS, Cko.SECRET_KEY)
            .with(Cka.KEY_TYPE, Ckk.AES)
            .with(Cka.TOKEN, false)
            .with(Cka.ENCRYPT, false)
            .build();
    return bench
        .keys()
        .session()
        .with(Cka.VALUE_LEN, (long) ProbeKeys.AES_BYTES)
        .with(Cka.WRAP, true)
        .with(Cka.UNWRAP, true)
        .with(Cka.UNWRAP_TEMPLATE, pinned)
        .build();
  }
}
