package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Unwraps known keys, and finds out with which template that can be done. */
final class Unwrapping {
  private final Bench bench;

  /** The first way that worked, and whether without CKA_VALUE_LEN. */
  private @Nullable UnwrapWay way;

  private boolean needsLength;

  Unwrapping(Bench bench) {
    this.bench = bench;
  }

  /** The way that worked first. */
  Optional<UnwrapWay> way() {
    return Optional.ofNullable(way);
  }

  boolean needsLength() {
    return needsLength;
  }

  /** Tries templates, the one that later probes like best first, until one is taken. */
  Outcome<UnwrapWay> find(UnwrapWay bare) throws TokenException {
    Outcome<UnwrapWay> first = null;
    for (Template template : templates()) {
      UnwrapWay tried = bare.with(template);
      Outcome<UnwrapWay> outcome = bench.attempt(s -> unwraps(s, tried));
      if (outcome.worked()) {
        if (way == null) {
          way = tried;
          needsLength = hasLength(template);
        }
        return outcome;
      }
      first = first == null ? outcome : first;
    }
    return first == null ? Outcome.failed("nothing was tried") : first;
  }

  private static boolean hasLength(Template template) {
    return template.attributes().stream().anyMatch(a -> a.type() == Cka.VALUE_LEN);
  }

  private static UnwrapWay unwraps(Session session, UnwrapWay way) throws TokenException {
    session.discard(session.unwrapKey(way.mechanism(), way.kek(), way.blob(), way.template()));
    return way;
  }

  private List<Template> templates() {
    UnwrapWay known = way;
    if (known != null) {
      return List.of(known.template());
    }
    Template usage = bench.keys().session().with(Cka.ENCRYPT, true).with(Cka.DECRYPT, true).build();
    Template extract = Template.builder().with(usage).with(Cka.EXTRACTABLE, true).build();
    Template open = Template.builder().with(extract).with(Cka.SENSITIVE, false).build();
    List<Template> all = new ArrayList<>();
    for (Template template : List.of(open, extract, usage)) {
      all.add(template);
      all.add(withLength(template, ProbeKeys.AES_BYTES));
    }
    return all;
  }

  static Template withLength(Template template, long bytes) {
    return Template.builder().with(template).with(Cka.VALUE_LEN, bytes).build();
  }

  /** Unwraps, looks, and destroys. */
  static <T> T looked(Session session, UnwrapWay way, Look<T> look) throws TokenException {
    ObjectHandle key = session.unwrapKey(way.mechanism(), way.kek(), way.blob(), way.template());
    try {
      return look.at(session, key);
    } finally {
      session.discard(key);
    }
  }

  /**
   * A forged blob, on a session on which a good one is unwrapped afterwards; what it was answered
   * with goes to the bench.
   */
  Outcome<Boolean> forge(UnwrapWay good) throws TokenException {
    byte[] forged = good.blob().clone();
    forged[forged.length - 1] ^= 1;
    UnwrapWay bad = good.withBlob(forged);
    return bench.attempt(
        session -> {
          Outcome<UnwrapWay> refused = Bench.on(session, s -> unwraps(s, bad));
          boolean clean = Bench.on(session, s -> unwraps(s, good)).worked();
          if (!refused.worked()) {
            bench.badInput(refused);
            bench.afterBadInput(clean);
          }
          return refused.worked();
        });
  }

  /** A blob that is too short by some bytes. */
  void cut(UnwrapWay good, int bytes) throws TokenException {
    UnwrapWay bad = good.withBlob(Arrays.copyOf(good.blob(), good.blob().length - bytes));
    Outcome<UnwrapWay> refused = bench.attempt(s -> unwraps(s, bad));
    if (!refused.worked()) {
      bench.badInput(refused);
    }
  }

  /** Looks at an unwrapped key. */
  interface Look<T> {
    T at(Session session, ObjectHandle key) throws TokenException;
  }
}
