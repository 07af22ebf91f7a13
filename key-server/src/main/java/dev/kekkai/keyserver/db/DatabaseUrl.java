package dev.kekkai.keyserver.db;

import dev.kekkai.config.Environment;
import dev.kekkai.config.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is wrong with a database's URL. No message repeats it, because it may hold a password. */
final class DatabaseUrl {
  private static final String KEY = "database.url";

  private DatabaseUrl() {}

  static List<Problem> problems(String url, Environment environment) {
    Dialect dialect = Dialect.of(url);
    if (dialect == null) {
      return List.of(problem("must begin with jdbc:postgresql: (or jdbc:h2: for the demo)"));
    }
    List<Problem> problems = new ArrayList<>();
    List<String> parameters = parameters(url);
    if (namesUser(url) || parameters.stream().anyMatch(DatabaseUrl::isSecret)) {
      problems.add(
          problem("must not hold user or password: use database.user and database.password"));
    }
    if (dialect == Dialect.H2) {
      h2(problems, url, parameters, environment);
    }
    return problems;
  }

  /** In the place of the host, where PostgreSQL's driver does not read it but repeats it. */
  private static boolean namesUser(String url) {
    return url.split("[?;]", 2)[0].contains("@");
  }

  /** Also {@code sslpassword}. */
  private static boolean isSecret(String parameter) {
    String name = parameter.split("=", 2)[0].strip();
    return name.equals("user") || name.endsWith("password");
  }

  private static void h2(
      List<Problem> problems, String url, List<String> parameters, Environment environment) {
    if (environment == Environment.PRODUCTION) {
      problems.add(problem("environment = production refuses H2: use a PostgreSQL URL"));
    }
    if (url.toLowerCase(Locale.ROOT).startsWith("jdbc:h2:mem:")) {
      problems.add(problem("a database in memory keeps no audit log: use jdbc:h2:file:"));
    }
    if (!parameters.contains("write_delay=0")) {
      problems.add(
          problem("H2 loses acknowledged rows on a kill by default: add ;WRITE_DELAY=0 to it"));
    }
  }

  /** What stands after {@code ?}, {@code &} or {@code ;}, in lower case. */
  private static List<String> parameters(String url) {
    return Arrays.stream(url.toLowerCase(Locale.ROOT).split("[?&;]", -1))
        .skip(1)
        .map(String::strip)
        .toList();
  }

  private static Problem problem(String expected) {
    return new Problem(KEY, null, expected);
  }
}
