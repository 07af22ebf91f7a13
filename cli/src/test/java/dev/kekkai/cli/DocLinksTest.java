package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link from a page to a file of this project leads somewhere. */
class DocLinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");

  @Test
  void links_lead_to_files_and_headings_that_are_there() throws Exception {
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path page : DocPages.all()) {
      Matcher link = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll("code"));
      while (link.find()) {
        String file = link.group(1);
        if (!file.contains("://") && !file.startsWith("mailto:")) {
          links++;
          Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
          if (!Files.exists(target) || !hasHeading(target, link.group(2))) {
            dead.add(page + ": " + link.group());
          }
        }
      }
    }
    assertThat(dead).isEmpty();
    assertThat(links).as("links that were found").isGreaterThan(100);
  }

  private static boolean hasHeading(Path page, String anchor) throws IOException {
    if (anchor == null || !page.toString().endsWith(".md")) {
      return true;
    }
    try (var lines = Files.lines(page)) {
      return lines
          .filter(line -> line.matches("#{1,6} .*"))
          .map(DocLinksTest::anchorOf)
          .anyMatch(anchor::equals);
    }
  }

  /** As the usual renderers make them. */
  private static String anchorOf(String heading) {
    return heading
        .replaceFirst("#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
