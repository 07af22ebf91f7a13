package dev.kekkai.config.profile;

import dev.kekkai.config.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Values of a profile, parted from the mark each ends with, as in {@code 0x2109 [measured]}.
 *
 * @param values text by knob, without marks
 * @param marks mark by knob
 * @param unmarked knobs that need a mark and have none
 */
record MarkedValues(Map<String, String> values, Map<String, Mark> marks, Set<String> unmarked) {

  static MarkedValues of(Map<String, String> written) {
    MarkedValues parted = new MarkedValues(new LinkedHashMap<>(), new TreeMap<>(), new TreeSet<>());
    written.forEach(parted::add);
    return parted;
  }

  /** What is stated, with its mark; without what has none. */
  Map<String, MarkedValue> knobs() {
    Map<String, MarkedValue> knobs = new TreeMap<>();
    marks.forEach(
        (knob, mark) -> knobs.put(knob, new MarkedValue(values.getOrDefault(knob, ""), mark)));
    return knobs;
  }

  void reportUnmarked(Settings settings) {
    for (String knob : unmarked) {
      settings.problem(
          knob, values.get(knob), "must end with [measured], [documented] or [unverified]");
    }
  }

  private void add(String knob, String text) {
    for (Mark mark : Mark.values()) {
      Optional<String> value = mark.parted(text);
      if (value.isPresent()) {
        values.put(knob, value.get());
        marks.put(knob, mark);
        return;
      }
    }
    values.put(knob, text);
    if (!ProfileReader.isAboutTheProfile(knob)) {
      unmarked.add(knob);
    }
  }
}
