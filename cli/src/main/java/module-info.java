/** The {@code kekkai} command. */
module dev.kekkai.cli {
  requires dev.kekkai.client;
  requires dev.kekkai.dekstore;
  requires dev.kekkai.keyserver;
  requires info.picocli;
  requires java.management;
  requires java.sql;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.slf4j;
  requires tools.jackson.core;
  requires static org.jspecify;

  opens dev.kekkai.cli to
      info.picocli;
  opens dev.kekkai.cli.client to
      info.picocli;
  opens dev.kekkai.cli.keyserver to
      info.picocli;
  opens dev.kekkai.cli.demo to
      info.picocli;
}
