package dev.kekkai.cli.audit;

import dev.kekkai.config.problem.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as their widest text. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * With a heading.
   *
   * @param heading one text for each column
   */
  public TextTable(List<String> heading) {
    rows.add(heading);
  }

  /**
   * Adds a row.
   *
   * @param row as many texts as the heading has; what is unfit for a terminal is replaced
   */
  public void add(List<String> row) {
    rows.add(row.stream().map(Printable::of).toList());
  }

  /**
   * Prints the heading and the rows.
   *
   * @param out where to
   */
  public void print(PrintWriter out) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
