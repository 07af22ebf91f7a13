package dev.kekkai.cli;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.config.settings.Parsers;
import dev.kekkai.config.settings.PropertiesText;
import dev.kekkai.config.settings.Reading;
import dev.kekkai.config.settings.Settings;
import dev.kekkai.dekstore.column.EncryptedColumn;
import dev.kekkai.dekstore.column.PassOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one encrypted column: {@code docs/migrate.md} has the keys.
 *
 * @param database JDBC URL of the database that the table is in; null for that of the DEK store
 * @param column table, key, encrypted column, DEK and context
 * @param plaintext the plaintext column; null where there is none
 * @param options how hard to work
 */
record ColumnFile(
    @Nullable String database,
    EncryptedColumn column,
    @Nullable String plaintext,
    PassOptions options) {

  static ColumnFile load(Path file) {
    PropertiesText text = PropertiesText.load(file);
    Settings settings = new Settings(text.values());
    text.reportDuplicates(settings);
    String source = file.toString();
    Reading<String> database = settings.optionalUnseen("database", Parsers::jdbcUrl);
    Reading<String> schema = settings.optional("schema", name -> name);
    Reading<String> table = settings.required("table", name -> name, "the table's name");
    Reading<String> encrypted =
        settings.required("encrypted", name -> name, "the column that tokens are in");
    Reading<String> plaintext = settings.optional("plaintext", name -> name);
    Reading<String> dek = settings.required("dek", name -> name, "the name of a DEK");
    List<Reading<String>> key = list(settings, text.values(), "key");
    List<Reading<String>> context = list(settings, text.values(), "context");
    if (key.isEmpty()) {
      settings.problem(
          "key", null, "missing: the column that identifies a row; key.1, key.2... for several");
    }
    PassOptions usual = PassOptions.DEFAULT;
    Reading<Integer> batch =
        settings.optional("batch", Parsers.integer(1, PassOptions.MOST_BATCH), usual.batch());
    Reading<Integer> threads =
        settings.optional("threads", Parsers.integer(1, PassOptions.MOST_THREADS), usual.threads());
    Reading<Long> rate = settings.optional("rows-per-second", Parsers.number(1, 1_000_000_000), 0L);
    settings.refuseUnknown();
    settings.throwIfProblems(source);
    try {
      return new ColumnFile(
          database.orNull(),
          new EncryptedColumn(
              schema.orNull(),
              table.value(),
              key.stream().map(Reading::value).toList(),
              encrypted.value(),
              dek.value(),
              context.isEmpty()
                  ? List.of(table.value(), encrypted.value())
                  : context.stream().map(Reading::value).toList()),
          plaintext.orNull(),
          new PassOptions(batch.value(), threads.value(), rate.value()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          source, List.of(new Problem(source, null, String.valueOf(e.getMessage()))));
    }
  }

  /** One value by its key alone, or several by KEY.1, KEY.2 and so on: nothing is split. */
  private static List<Reading<String>> list(
      Settings settings, Map<String, String> values, String key) {
    if (values.containsKey(key)) {
      return List.of(settings.optional(key, name -> name));
    }
    List<Reading<String>> readings = new ArrayList<>();
    for (int i = 1; values.containsKey(key + "." + i); i++) {
      readings.add(settings.optional(key + "." + i, name -> name));
    }
    return readings;
  }
}
