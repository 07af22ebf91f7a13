package dev.kekkai.integration.failures;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The table as a page that people read and that {@link #read} understands. Works in which a
 * function's failures come to the same are put together, and so are codes.
 */
final class FailureDoc {
  private static final String REST = "all others";
  private static final String ALL = "all";
  private static final String REFUSED = "refused";
  private static final String LOST = "lost";

  private FailureDoc() {}

  static String write(Map<Place, Map<Code, String>> answers, String madeOn) {
    StringBuilder page = new StringBuilder(FailureDocText.head(answers, madeOn));
    Map<String, Map<String, List<Work>>> functions = new LinkedHashMap<>();
    for (Place place : answers.keySet()) {
      if (!place.lost()) {
        functions
            .computeIfAbsent(place.function(), f -> new LinkedHashMap<>())
            .computeIfAbsent(rows(place, answers), r -> new ArrayList<>())
            .add(place.work());
      }
    }
    functions.forEach(
        (function, works) -> {
          page.append("\n## ").append(function).append('\n');
          works.forEach(
              (rows, same) ->
                  page.append("\n### ")
                      .append(same.stream().map(Work::doing).collect(Collectors.joining("; ")))
                      .append("\n\n| fault | what the caller got | CKR_ |\n|---|---|---|\n")
                      .append(rows));
        });
    FailureDocText.LEFT_OUT.forEach(
        (function, why) ->
            page.append("\n## ")
                .append(function)
                .append("\n\nNot here: ")
                .append(why)
                .append(".\n"));
    return page.toString();
  }

  private static String rows(Place place, Map<Place, Map<Code, String>> answers) {
    return rows(REFUSED, answers.get(place)) + rows(LOST, answers.get(place.withAnswerLost()));
  }

  private static String rows(String fault, Map<Code, String> answers) {
    Map<String, List<Code>> groups = new LinkedHashMap<>();
    answers.forEach((code, a) -> groups.computeIfAbsent(a, k -> new ArrayList<>()).add(code));
    int most = groups.values().stream().mapToInt(List::size).max().orElse(0);
    StringBuilder rows = new StringBuilder();
    String rest = "";
    for (Map.Entry<String, List<Code>> group : groups.entrySet()) {
      if (groups.size() > 1 && most > 20 && group.getValue().size() == most && rest.isEmpty()) {
        rest = row(fault, group.getKey(), REST);
      } else {
        rows.append(row(fault, group.getKey(), groups.size() == 1 ? ALL : names(group.getValue())));
      }
    }
    return rows.append(rest).toString();
  }

  private static String row(String fault, String answer, String codes) {
    return String.format(Locale.ROOT, "| %s | %s | %s |%n", fault, answer, codes);
  }

  private static String names(List<Code> codes) {
    return codes.stream()
        .map(c -> c.name().substring("CKR_".length()))
        .collect(Collectors.joining(", "));
  }

  /** What {@link #write} wrote. */
  static Map<Place, Map<Code, String>> read(List<String> page) {
    Map<Place, Map<Code, String>> answers = new LinkedHashMap<>();
    String function = "";
    List<Work> works = List.of();
    for (String line : page) {
      if (line.startsWith("## ")) {
        function = line.substring(3);
      } else if (line.startsWith("### ")) {
        works = List.of(line.substring(4).split("; ")).stream().map(FailureDoc::work).toList();
      } else if (line.startsWith("| " + REFUSED) || line.startsWith("| " + LOST)) {
        for (Work work : works) {
          Place place = new Place(function, work, line.startsWith("| " + LOST));
          read(line, place, answers.computeIfAbsent(place, p -> new LinkedHashMap<>()));
        }
      }
    }
    return answers;
  }

  private static void read(String line, Place place, Map<Code, String> answers) {
    String[] cells = line.split(" \\| ");
    String answer = cells[1];
    String codes = cells[2].replace(" |", "");
    if (codes.equals(ALL) || codes.equals(REST)) {
      Places.codes(place).forEach(code -> answers.putIfAbsent(code, answer));
    } else {
      for (String name : codes.split(", ")) {
        answers.put(Code.of("CKR_" + name), answer);
      }
    }
  }

  private static Work work(String doing) {
    return EnumSet.allOf(Work.class).stream()
        .filter(w -> w.doing().equals(doing))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No such work: " + doing));
  }
}
