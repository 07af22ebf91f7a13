package dev.kekkai.cli.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** Tells the demo to a reader, and refuses to tell what isn't so. Coloured on a terminal. */
public final class Story {
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

  /**
   * Begins a scene.
   *
   * @param title what it shows
   */
  public void scene(String title) {
    scene++;
    out.println();
    out.println(paint(BOLD, scene + ". " + title));
    out.flush();
  }

  /**
   * One line.
   *
   * @param text the line
   */
  public void say(String text) {
    out.println("   " + text);
    out.flush();
  }

  /**
   * A fact.
   *
   * @param label what it is about
   * @param value what is so
   */
  public void fact(String label, String value) {
    say(label(label) + value);
  }

  /**
   * A fact that has just been shown; the reader sees it as good.
   *
   * @param label what it is about
   * @param value what is so
   */
  public void shown(String label, String value) {
    say(label(label) + paint(GREEN, value));
  }

  /**
   * An attack or a mistake that was refused.
   *
   * @param label what was tried
   * @param answer what was answered
   */
  public void refused(String label, String answer) {
    say(label(label) + paint(RED, answer));
  }

  /**
   * Goes on only if something is so.
   *
   * @param isSo whether it is
   * @param otherwise what is wrong if not
   * @throws DemoFailedException if not
   */
  public void claim(boolean isSo, String otherwise) {
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
