package dev.kekkai.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of cells, each column as wide as its widest cell; the first is flush left. */
final class Grid {
  private static final String GAP = "  ";

  private final List<String[]> lines = new ArrayList<>();

  void line(List<String> cells) {
    lines.add(cells.toArray(String[]::new));
  }

  @Override
  public String toString() {
    int[] widths = widths();
    return lines.stream().map(l -> render(l, widths)).collect(Collectors.joining());
  }

  private int[] widths() {
    int[] widths = new int[lines.stream().mapToInt(l -> l.length).max().orElse(0)];
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    return widths;
  }

  private static String render(String[] line, int[] widths) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < line.length; i++) {
      String padding = " ".repeat(widths[i] - line[i].length());
      out.append(i == 0 ? line[i] + padding : GAP + padding + line[i]);
    }
    return out.toString().stripTrailing() + "\n";
  }
}
