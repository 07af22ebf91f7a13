package dev.kekkai.cli.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** Tells the demo to a reader, and refuses to tell what isn't so. Coloured on a terminal. */
final class Story {
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";
  private static final int LABEL = 34;

  private final PrintWriter out;
  private final boolean coloured;
  private int scene;

  Story(PrintWriter out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  void scene(String title) {
    scene++;
    out.println();
    out.println(paint(BOLD, scene + ". " + title));
    out.flush();
  }

  void say(String text) {
    out.println("   " + text);
    out.flush();
  }

  void fact(String label, String value) {
    say(label(label) + value);
  }

  /** A fact that has just been shown; the reader sees it as good. */
  void shown(String label, String value) {
    say(label(label) + paint(GREEN, value));
  }

  /** An attack or a mistake that was refused, with what was answered. */
  void refused(String label, String answer) {
    say(label(label) + paint(RED, answer));
  }

  void claim(boolean isSo, String otherwise) {
    if (!isSo) {
      throw new DemoFailedException(otherwise);
    }
  }

  private String label(String text) {
    return String.format(Locale.ROOT, "%-" + LABEL + "s ", text);
  }

  private String paint(String colour, String text) {
    return coloured ? colour + text + PLAIN : text;
  }
}
