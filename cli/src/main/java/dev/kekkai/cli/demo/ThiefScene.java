package dev.kekkai.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Map;

/** What whoever steals the database has: every row, and none of the secrets. */
final class ThiefScene {
  private static final int SHOWN = 60;

  private final Stage stage;
  private final Story story;

  ThiefScene(Stage stage) {
    this.stage = stage;
    this.story = stage.story();
  }

  void play() throws SQLException, IOException {
    story.scene("What a thief of the database sees: SELECT * FROM users");
    Map<String, String> rows = stage.users().rows();
    rows.forEach((user, token) -> story.fact("  " + user, token.substring(0, SHOWN) + "..."));
    String file = Files.readString(stage.folder().databaseFile(), StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> row : rows.entrySet()) {
      story.claim(
          file.contains(row.getValue()),
          "the row of " + row.getKey() + " is not in the database file, so it can't be searched");
      story.claim(
          !file.contains(stage.secrets().get(row.getKey())),
          "the secret of " + row.getKey() + " is in the database file");
    }
    story.shown(
        "searched " + stage.folder().databaseFile().getFileName(),
        "all 5 tokens found, none of the 5 secrets");
  }
}
