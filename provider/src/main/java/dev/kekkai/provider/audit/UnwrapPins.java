package dev.kekkai.provider.audit;

import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Cko;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a KEK's CKA_UNWRAP_TEMPLATE lets a blob become. */
final class UnwrapPins {
  /** What it pins, if it does, and as what (design: a DEK re-imported as something else). */
  private static final Map<Long, Object> DUE = new LinkedHashMap<>();

  /** What it may leave open: only an hsm-only KEK pins these. */
  private static final Set<Long> OPTIONAL = Set.of(Cka.SENSITIVE, Cka.EXTRACTABLE);

  static {
    DUE.put(Cka.CLASS, Cko.SECRET_KEY);
    DUE.put(Cka.KEY_TYPE, Ckk.AES);
    DUE.put(Cka.TOKEN, false);
    DUE.put(Cka.WRAP, false);
    DUE.put(Cka.UNWRAP, false);
    DUE.put(Cka.DERIVE, false);
    DUE.put(Cka.SENSITIVE, true);
    DUE.put(Cka.EXTRACTABLE, false);
  }

  private final Attributes template;

  UnwrapPins(Attributes kek) {
    this.template = kek.template(Cka.UNWRAP_TEMPLATE);
  }

  /** All that it states. */
  Set<Long> pinned() {
    return template.types();
  }

  /** Whether it pins that, and not as something else. */
  boolean holds(long pin) {
    Object due = DUE.get(pin);
    Object is = due == null ? null : is(pin, due);
    return pinned().contains(pin) && (is == null || is.equals(due));
  }

  /** What it leaves open and must not: one text, or none. */
  Optional<String> open() {
    String names =
        DUE.keySet().stream()
            .filter(pin -> !OPTIONAL.contains(pin) && !pinned().contains(pin))
            .map(Cka::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  /** What it pins as something else, such as {@code CKA_WRAP as true}. */
  List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    DUE.forEach(
        (pin, due) -> {
          Object is = is(pin, due);
          if (is != null && !is.equals(due)) {
            wrong.add(Cka.name(pin) + " as " + is);
          }
        });
    return wrong;
  }

  /** What it pins while the module doesn't tell as what. */
  List<String> untold() {
    List<String> untold = new ArrayList<>();
    DUE.forEach(
        (pin, due) -> {
          if (pinned().contains(pin) && is(pin, due) == null) {
            untold.add(Cka.name(pin));
          }
        });
    return untold;
  }

  private @Nullable Object is(long pin, Object due) {
    return due instanceof Boolean ? template.bool(pin) : template.ulong(pin);
  }
}
