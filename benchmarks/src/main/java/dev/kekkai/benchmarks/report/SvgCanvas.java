package dev.kekkai.benchmarks.report;

import java.util.Locale;

/** Bars, lines and texts of an SVG document that reads well on light and on dark ground. */
final class SvgCanvas {
  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328 }
        .title { font-size: 18px; font-weight: 600 }
        .head { font-weight: 600 }
        .small { font-size: 12px; fill: #59636e }
        .ground { fill: #ffffff }
        .reached { fill: #2b7a4b }
        .missed { fill: #c2410c }
        .plain { fill: #3b6ea8 }
        .peer { fill: #a8b1bb }
        .bound { stroke: #59636e; stroke-dasharray: 3 3 }
        .goal { stroke: #1f2328; stroke-width: 2 }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .small { fill: #9198a1 }
          .ground { fill: #0d1117 }
          .reached { fill: #4cb274 }
          .missed { fill: #f08a4b }
          .plain { fill: #6ea8e0 }
          .peer { fill: #5b6570 }
          .bound { stroke: #9198a1 }
          .goal { stroke: #e6edf3 }
        }
      </style>
      """;

  private final int width;
  private final StringBuilder body = new StringBuilder();

  SvgCanvas(int width) {
    this.width = width;
  }

  void text(int x, int y, String style, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    add("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>", style, x, y, escaped);
  }

  void bar(int x, int y, int barWidth, int height, String style) {
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"1\"/>",
        style, x, y, Math.max(1, barWidth), height);
  }

  void line(int x1, int y1, int x2, int y2, String style) {
    add("<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", style, x1, y1, x2, y2);
  }

  String document(int height) {
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
                + " viewBox=\"0 0 %1$d %2$d\" role=\"img\" aria-label=\"Kekkai benchmarks\">",
            width,
            height)
        + "\n"
        + STYLE
        + "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n"
        + body
        + "</svg>\n";
  }

  private void add(String format, Object... values) {
    body.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
