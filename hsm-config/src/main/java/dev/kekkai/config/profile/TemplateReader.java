package dev.kekkai.config.profile;

import dev.kekkai.config.settings.Parser;
import dev.kekkai.config.settings.Reading;
import dev.kekkai.config.settings.Settings;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Reads the knobs {@code template.*}. */
final class TemplateReader {

  private static final String GROUP = "template.";

  private final Settings settings;
  private final String missing;

  TemplateReader(Settings settings, String missing) {
    this.settings = settings;
    this.missing = missing;
  }

  Supplier<Templates> read() {
    Reading<UnwrapTemplateRule> unwrap =
        knob(GROUP + "unwrapTemplate", ProfileWords.UNWRAP_TEMPLATE);
    Reading<Boolean> localKept = knob(GROUP + "localKept", ProfileWords.YES_NO);
    Reading<Boolean> publicUsage = knob(GROUP + "publicUsage", ProfileWords.SEND);
    Map<KeyKind, Supplier<KeyTemplate>> readings = new EnumMap<>(KeyKind.class);
    for (KeyKind kind : KeyKind.values()) {
      readings.put(kind, template(GROUP + kind.text() + "."));
    }
    return () -> {
      Map<KeyKind, KeyTemplate> kinds = new EnumMap<>(KeyKind.class);
      readings.forEach((kind, reading) -> kinds.put(kind, reading.get()));
      return new Templates(unwrap.value(), localKept.value(), publicUsage.value(), kinds);
    };
  }

  private Supplier<KeyTemplate> template(String prefix) {
    Reading<AttributeRule> privateObject = knob(prefix + "private", ProfileWords.ATTRIBUTE);
    Reading<AttributeRule> sensitive = knob(prefix + "sensitive", ProfileWords.ATTRIBUTE);
    Reading<AttributeRule> modifiable = knob(prefix + "modifiable", ProfileWords.ATTRIBUTE);
    Reading<AttributeRule> copyable = knob(prefix + "copyable", ProfileWords.ATTRIBUTE);
    Reading<Boolean> allowed = knob(prefix + "allowedMechanisms", ProfileWords.SEND);
    return () ->
        new KeyTemplate(
            privateObject.value(),
            sensitive.value(),
            modifiable.value(),
            copyable.value(),
            allowed.value());
  }

  private <T> Reading<T> knob(String key, Parser<T> parser) {
    return settings.required(key, parser, missing);
  }
}
