package dev.kekkai.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages that people read, and what they tell people to type. */
final class DocPages {
  private static final Path ROOT = Path.of("..");
  private static final Pattern SPAN = Pattern.compile("`((?:\\./)?kekkai [^`]+)`");

  /** Labels that are hashed, which look alike. */
  private static final Pattern LABEL = Pattern.compile(".* v\\d+");

  private DocPages() {}

  /** A command as it stands somewhere. */
  record Command(String place, List<String> arguments) {
    @Override
    public String toString() {
      return place + ": kekkai " + String.join(" ", arguments);
    }
  }

  static List<Path> all() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String page : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md")) {
      pages.add(ROOT.resolve(page));
    }
    for (String folder : List.of("docs", "softhsm-docker")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  static String text(String page) throws IOException {
    return Files.readString(ROOT.resolve(page));
  }

  /** Commands to be typed as they are: in blocks of code, indented or fenced. */
  static List<Command> typed() throws IOException {
    List<Command> commands = new ArrayList<>();
    for (Path page : all()) {
      boolean fenced = false;
      int number = 0;
      String open = "";
      for (String line : Files.readAllLines(page)) {
        number++;
        if (line.strip().startsWith("```")) {
          fenced = !fenced;
        } else if ((fenced || line.startsWith("    ")) && !LABEL.matcher(line).matches()) {
          String whole = open + line.strip();
          open = whole.endsWith("\\") ? whole.substring(0, whole.length() - 1) : "";
          if (open.isEmpty()) {
            String place = ROOT.relativize(page) + ":" + number;
            ShellLine.commands(whole).forEach(a -> commands.add(new Command(place, a)));
          }
        }
      }
    }
    return commands;
  }

  /** Commands in a sentence, which may leave things out. */
  static List<Command> named() throws IOException {
    List<Command> commands = new ArrayList<>();
    for (Path page : all()) {
      Matcher spans = SPAN.matcher(Files.readString(page));
      while (spans.find()) {
        String span = spans.group(1).replaceAll("\\s+", " ").replaceAll("[\\[\\]…]", "");
        if (!LABEL.matcher(span).matches()) {
          String place = ROOT.relativize(page).toString();
          ShellLine.commands(span).forEach(a -> commands.add(new Command(place, a)));
        }
      }
    }
    return commands;
  }
}
