package dev.kekkai.integration.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is true of a store is shown on both databases. */
class StoreContractsTest {
  private static final String ON_POSTGRES = "OnPostgresTest";

  @Test
  void each_runs_on_postgres_too() throws Exception {
    List<Class<?>> contracts = contracts();
    assertThat(contracts).contains(KeyringTest.class, RotationTest.class);
    List<Class<?>> all = classes();
    for (Class<?> contract : contracts) {
      assertThat(all)
          .as(contract.getSimpleName() + " on PostgreSQL")
          .anyMatch(test -> test.getSuperclass() == contract && isOnPostgres(test));
    }
  }

  private static List<Class<?>> contracts() throws Exception {
    return classes().stream()
        .filter(StoreContract.class::isAssignableFrom)
        .filter(test -> !Modifier.isAbstract(test.getModifiers()) && !isOnPostgres(test))
        .toList();
  }

  private static boolean isOnPostgres(Class<?> test) {
    return test.getSimpleName().endsWith(ON_POSTGRES);
  }

  private static List<Class<?>> classes() throws Exception {
    Class<?> self = StoreContractsTest.class;
    Path root = Path.of(self.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(root.resolve(self.getPackageName().replace('.', '/')))) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.class")).toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        classes.add(Class.forName(self.getPackageName() + "." + name));
      }
    }
    return classes;
  }
}
