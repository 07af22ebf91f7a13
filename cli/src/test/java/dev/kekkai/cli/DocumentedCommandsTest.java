package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.DocPages.Command;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Every command that a page shows is one that there is; none is run. */
class DocumentedCommandsTest {
  /** Of the script in a source tree, and a stand-in for all of them. */
  private static final Set<String> NOT_OURS = Set.of("bench", "COMMAND");

  /** Those that every command takes have a list of their own. */
  private static final Set<String> EVERYWHERE =
      Set.of("--config", "--confirm-login", "--debug", "--help", "--version");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (`[a-z][^|]*?(?:\\\\\\|[^|]*?)*) \\|");
  private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

  private final CommandLine kekkai = commandLine();

  private static CommandLine commandLine() {
    return KekkaiCommand.commandLine(
        new Surroundings(
            Map.of(),
            Path.of("."),
            Path.of("."),
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            null));
  }

  @Test
  void what_pages_tell_people_to_type_can_be_typed() throws Exception {
    List<String> wrong = new ArrayList<>();
    List<Command> typed = ours(DocPages.typed());
    for (Command command : typed) {
      check(command, true, wrong);
    }
    assertThat(wrong).isEmpty();
    assertThat(typed).as("commands that were found").hasSizeGreaterThan(30);
  }

  @Test
  void commands_and_options_in_sentences_are_there() throws Exception {
    List<String> wrong = new ArrayList<>();
    List<Command> named = ours(DocPages.named());
    for (Command command : named) {
      check(command, false, wrong);
    }
    assertThat(wrong).isEmpty();
    assertThat(named).as("commands that were found").hasSizeGreaterThan(30);
  }

  private static List<Command> ours(List<Command> commands) {
    return commands.stream()
        .filter(c -> !c.arguments().isEmpty() && !NOT_OURS.contains(c.arguments().get(0)))
        .toList();
  }

  /** A sentence may leave out what has to follow, a line to be typed may not. */
  private void check(Command command, boolean whole, List<String> wrong) {
    try {
      kekkai.parseArgs(command.arguments().toArray(new String[0]));
    } catch (MissingParameterException e) {
      if (whole) {
        wrong.add(command + ": " + e.getMessage());
      }
    } catch (ParameterException e) {
      wrong.add(command + ": " + e.getMessage());
    }
  }

  @Test
  void the_page_of_commands_has_each_of_them_with_its_options() throws Exception {
    Map<String, Set<String>> documented = new TreeMap<>();
    Matcher rows = ROW.matcher(DocPages.text("docs/cli.md"));
    while (rows.find()) {
      for (String usage : rows.group(1).split("`, `")) {
        add(usage.replace("`", ""), documented);
      }
    }
    Map<String, Set<String>> real = new TreeMap<>();
    leaves(kekkai, "", real);
    assertThat(documented).containsExactlyEntriesOf(real);
  }

  private static void add(String usage, Map<String, Set<String>> documented) {
    String name =
        String.join(
            " ",
            Arrays.stream(usage.split(" "))
                .takeWhile(word -> word.matches("[a-z][a-z-]*"))
                .toList());
    Set<String> options = documented.computeIfAbsent(name, n -> new TreeSet<>());
    Matcher found = OPTION.matcher(usage);
    while (found.find()) {
      options.add(found.group());
    }
    if (usage.matches(".*\\s\\[?-c .*")) {
      options.add("--context");
    }
  }

  private static void leaves(CommandLine command, String name, Map<String, Set<String>> found) {
    if (!command.getSubcommands().isEmpty()) {
      command
          .getSubcommands()
          .forEach((sub, line) -> leaves(line, (name + " " + sub).strip(), found));
      return;
    }
    Set<String> options = new TreeSet<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden() && !EVERYWHERE.contains(option.longestName())) {
        options.add(option.longestName());
      }
    }
    found.put(name, options);
  }
}
