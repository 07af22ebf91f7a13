package dev.kekkai.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.Mark;
import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.config.settings.PropertiesText;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/hsm} says is what the profiles say, and its files to start from can be read. */
class HsmPagesTest {

  private static final Path PAGES = Path.of("..", "docs", "hsm");
  private static final Path INDEX = PAGES.resolve("README.md");
  private static final Path MATRIX = PAGES.resolve("matrix.md");
  private static final Pattern BLOCK =
      Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL | Pattern.UNIX_LINES);

  private static final Pattern COUNTS = Pattern.compile("`[a-z0-9.-]+` \\| [0-9]+ \\| [0-9]+ \\|");

  @TempDir private Path folder;

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.filter(file -> !file.equals(INDEX) && !file.equals(MATRIX)).sorted().toList();
    }
  }

  static List<HsmProfile> profiles() {
    return ProfileCatalog.builtIn().all().stream()
        .filter(profile -> !profile.name().equals(ProfileCatalog.GENERIC))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void the_properties_to_start_from_can_be_read(Path page) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(page));
    assertThat(block.find()).as("a block of properties in %s", page).isTrue();
    Map<String, String> settings =
        new TreeMap<>(PropertiesText.read(new StringReader(block.group(1))).values());
    String module = settings.get("module");
    assertThat(Path.of(module)).isAbsolute();
    assertThat(module).contains(".so");
    settings.put("module", Files.writeString(folder.resolve("library.so"), "library").toString());
    KekkaiConfig config = KekkaiConfig.parse(settings, folder);
    assertThat(config.environment()).isEqualTo(Environment.DEVELOPMENT);
    assertThat(block.find()).as("a second block in %s", page).isFalse();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void every_page_says_how_far_it_can_be_believed(Path page) throws IOException {
    assertThat(Files.readString(page))
        .containsAnyOf("Nobody has run Kekkai on it", "**run as ")
        .contains("## Before production", "README.md#before-production");
    assertThat(Files.readString(INDEX)).contains("](" + page.getFileName() + ")");
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void every_profile_has_its_page(HsmProfile profile) throws IOException {
    Matcher row =
        Pattern.compile(
                "\\| \\[[^]]+]\\(([^)]+)\\) \\| `" + Pattern.quote(profile.name()) + "` \\|")
            .matcher(Files.readString(INDEX));
    assertThat(row.find()).as("a row of %s in the index", profile.name()).isTrue();
    assertThat(Files.readString(PAGES.resolve(row.group(1)))).contains("`" + profile.name() + "`");
  }

  @Test
  void the_index_counts_marks_as_the_profiles_have_them() throws IOException {
    List<String> counted =
        COUNTS.matcher(Files.readString(INDEX)).results().map(MatchResult::group).toList();
    assertThat(counted)
        .as("the columns profile, measured and documented in %s", INDEX)
        .containsExactlyInAnyOrderElementsOf(
            profiles().stream().map(HsmPagesTest::counts).toList());
  }

  private static String counts(HsmProfile profile) {
    return String.format(
        Locale.ROOT,
        "`%s` | %d | %d |",
        profile.name(),
        Collections.frequency(profile.marks().values(), Mark.MEASURED),
        Collections.frequency(profile.marks().values(), Mark.DOCUMENTED));
  }
}
