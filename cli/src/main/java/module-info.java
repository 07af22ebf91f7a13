/** The {@code kekkai} command. */
module dev.kekkai.cli {
  requires dev.kekkai.dekstore;
  requires info.picocli;
  requires java.sql;
  requires org.slf4j;
  requires static org.jspecify;

  opens dev.kekkai.cli to
      info.picocli;
  opens dev.kekkai.cli.demo to
      info.picocli;
}
