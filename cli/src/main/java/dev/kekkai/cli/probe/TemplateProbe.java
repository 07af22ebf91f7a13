package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.AttributeRule;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.KeyTemplate;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes a DEK in the token takes: each is sent alone, when unwrapping or, where nothing
 * can be unwrapped, when generating, read back, and tried out where that is possible. What is
 * measured is a session object, as DEKs are; token objects of the same module may differ.
 */
final class TemplateProbe implements Probe {
  private static final String TAKEN = "taken";
  private static final String OBEYED = "obeyed";
  private static final String IGNORED = "ignored";
  private static final String REFUSED = "refused";

  @Override
  public String about() {
    return "templates";
  }

  @Override
  public void run(Bench bench) throws TokenException {
    Outcome<String> bare = made(bench, Template.builder().build(), (session, key) -> TAKEN);
    if (!bare.worked()) {
      bench.findings().seen("dek.sessionObjects", Findings.NO, bare.text());
      return;
    }
    KeyTemplate dek = bench.profile().templates().of(KeyKind.DEK);
    flag(bench, "private", Cka.PRIVATE, true, dek.privateObject(), null);
    flag(bench, "sensitive", Cka.SENSITIVE, true, dek.sensitive(), TemplateProbe::hidesItself);
    flag(bench, "modifiable", Cka.MODIFIABLE, false, dek.modifiable(), TemplateProbe::keepsLabel);
    flag(bench, "copyable", Cka.COPYABLE, false, dek.copyable(), TemplateProbe::isNotCopied);
    mechanisms(bench, dek.allowedMechanisms());
  }

  private static void flag(
      Bench bench,
      String name,
      long attribute,
      boolean strict,
      AttributeRule profile,
      @Nullable Test obeyed)
      throws TokenException {
    Template sent = Template.builder().with(attribute, strict).build();
    Outcome<String> found =
        made(
            bench,
            sent,
            (session, key) -> {
              Attributes read = session.attributes(key, attribute);
              Boolean value = read.bool(attribute);
              if (value == null || value != strict) {
                return IGNORED;
              }
              return obeyed != null && obeyed.holds(session, key) ? OBEYED : TAKEN;
            });
    String value = found.worked() ? found.value() : REFUSED;
    bench.findings().seen("dek." + name, value, found.worked() ? "" : found.text());
    boolean usable = value.equals(TAKEN) || value.equals(OBEYED);
    boolean sends = usable && (profile.isSent() || value.equals(OBEYED));
    String strictText = strict ? "true" : "false";
    bench
        .findings()
        .knob(
            "template.dek." + name,
            sends ? strictText : "omit",
            remark(value, found, profile.isSent()));
  }

  private static String remark(String value, Outcome<String> found, boolean profileSends) {
    return switch (value) {
      case REFUSED -> "refused: " + found.text();
      case IGNORED -> "taken, and read back otherwise";
      case OBEYED -> "kept and obeyed";
      default -> profileSends ? "kept" : "kept, and sent by this profile to no purpose";
    };
  }

  private static void mechanisms(Bench bench, boolean profileSends) throws TokenException {
    long gcm = bench.profile().gcm().mechanism().orElse(Ckm.AES_GCM);
    Template sent = Template.builder().with(Cka.ALLOWED_MECHANISMS, new long[] {gcm}).build();
    Outcome<String> found =
        made(
            bench,
            sent,
            (session, key) -> {
              Set<Long> read =
                  session.attributes(key, Cka.ALLOWED_MECHANISMS).numbers(Cka.ALLOWED_MECHANISMS);
              if (!read.equals(Set.of(gcm))) {
                return IGNORED;
              }
              return encryptsByEcb(session, key) ? TAKEN : OBEYED;
            });
    String value = found.worked() ? found.value() : REFUSED;
    bench.findings().seen("dek.allowedMechanisms", value, found.worked() ? "" : found.text());
    boolean sends = value.equals(OBEYED) || (value.equals(TAKEN) && profileSends);
    bench
        .findings()
        .knob(
            "template.dek.allowedMechanisms",
            sends ? "send" : "omit",
            remark(value, found, profileSends));
  }

  /** A throw-away DEK with one attribute more. */
  private static <T> Outcome<T> made(Bench bench, Template more, Unwrapping.Look<T> look)
      throws TokenException {
    Optional<UnwrapWay> known = bench.unwrapping().way();
    if (known.isPresent()) {
      UnwrapWay way = known.get();
      Template full =
          Template.builder()
              .with(bench.keys().session().with(Cka.ENCRYPT, true).with(Cka.DECRYPT, true).build())
              .with(lengthOf(way))
              .with(more)
              .build();
      return bench.attempt(s -> Unwrapping.looked(s, way.with(full), look));
    }
    Template full =
        Template.builder()
            .with(bench.keys().session().with(Cka.ENCRYPT, true).with(Cka.DECRYPT, true).build())
            .with(Cka.VALUE_LEN, (long) ProbeKeys.AES_BYTES)
            .with(more)
            .build();
    return bench.attempt(
        session -> {
          ObjectHandle key = session.generateKey(new Mechanism.Plain(Ckm.AES_KEY_GEN), full);
          try {
            return look.at(session, key);
          } finally {
            session.discard(key);
          }
        });
  }

  private static Template lengthOf(UnwrapWay way) {
    Template.Builder length = Template.builder();
    if (way.template().attributes().stream().anyMatch(a -> a.type() == Cka.VALUE_LEN)) {
      length.with(Cka.VALUE_LEN, (long) ProbeKeys.AES_BYTES);
    }
    return length.build();
  }

  private static boolean hidesItself(Session session, ObjectHandle key) throws TokenException {
    return Reading.value(session, key).length == 0;
  }

  private static boolean keepsLabel(Session session, ObjectHandle key) throws TokenException {
    Template label = Template.builder().with(Cka.LABEL, "kekkai doctor").build();
    return !Bench.on(
            session,
            s -> {
              s.setAttributes(key, label);
              return true;
            })
        .worked();
  }

  private static boolean isNotCopied(Session session, ObjectHandle key) throws TokenException {
    Template inSession = Template.builder().with(Cka.TOKEN, false).build();
    Outcome<ObjectHandle> copy = Bench.on(session, s -> s.copyObject(key, inSession));
    ObjectHandle made = copy.orNull();
    if (made != null) {
      session.discard(made);
    }
    return made == null;
  }

  private static boolean encryptsByEcb(Session session, ObjectHandle key) throws TokenException {
    byte[] block = new byte[16];
    return Bench.on(
            session,
            s ->
                s.encrypt(
                    new Mechanism.Plain(Ckm.AES_ECB), key, block, 0, block.length, new byte[64], 0))
        .worked();
  }

  /** Tries out whether an attribute does what it says. */
  private interface Test {
    boolean holds(Session session, ObjectHandle key) throws TokenException;
  }
}
