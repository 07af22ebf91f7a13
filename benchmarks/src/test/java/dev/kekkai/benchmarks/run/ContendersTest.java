package dev.kekkai.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.benchmarks.contender.Contender;
import dev.kekkai.benchmarks.contender.Contenders;
import dev.kekkai.benchmarks.contender.Operation;
import dev.kekkai.benchmarks.contender.Work;
import dev.kekkai.benchmarks.plan.Column;
import dev.kekkai.benchmarks.plan.Plan;
import dev.kekkai.benchmarks.plan.Row;
import dev.kekkai.benchmarks.plan.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everybody of the plan does each of his operations once. A work proves itself when it is set up:
 * what it encrypts can be decrypted, what it unwraps is the key that was wrapped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class ContendersTest {
  private static final Path SOURCES = Path.of(System.getProperty("kekkai.bench.sources"));
  private Workshop workshop;

  @BeforeAll
  void makeTokens() throws Exception {
    workshop = Workshop.open(Path.of(System.getProperty("kekkai.bench.work")));
    workshop.makeTokens(module("softhsm2"), module("nss"));
  }

  @AfterAll
  void close() throws Exception {
    workshop.close();
  }

  private static Path module(String name) {
    return Path.of(System.getProperty("kekkai.bench.module." + name));
  }

  /** SunPKCS11 would sit on a module that Kekkai wants for itself, so it has its own process. */
  static Stream<String> inThisProcess() {
    return processes().filter(p -> !p.startsWith("sunpkcs11") && !p.startsWith("c:"));
  }

  private static Stream<String> processes() {
    return tasks().map(Task::process).map(p -> p.replaceAll(":iaik$", "")).distinct();
  }

  private static Stream<Task> tasks() {
    return Plan.rows(List.of(Column.KEKKAI_IAIK), false, "").stream()
        .flatMap(row -> row.tasks().values().stream());
  }

  @ParameterizedTest
  @MethodSource
  void inThisProcess(String id) throws Exception {
    Set<Operation> operations = new TreeSet<>();
    tasks().filter(t -> t.process().startsWith(id)).forEach(t -> operations.add(t.operation()));
    try (Contender contender = Contenders.open(workshop.folder(), id)) {
      for (Operation operation : operations) {
        Optional<Work> work = contender.work(operation, 64);
        assertThat(work).as("%s by %s", operation, id).isPresent();
        assertThat(work.get().call()).isNotNull();
      }
      assertThat(contender.version()).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sunpkcs11:nss", "sunpkcs11:softhsm2", "c:nss", "c:softhsm2"})
  void others_have_processes_of_their_own(String id) throws Exception {
    List<String> notOffered = new ArrayList<>();
    try (Crew crew = new Crew(new Launch(workshop.folder(), program()))) {
      for (Operation operation : Operation.values()) {
        try {
          assertThat(crew.measure(new Task(id, operation, 64, 2), 1).operations()).isPositive();
        } catch (WorkerFailedException e) {
          assertThat(e).hasMessage("no: not offered");
          notOffered.add(operation.id());
        }
      }
    }
    assertThat(notOffered)
        .contains("field-encrypt", "field-decrypt")
        .doesNotContain("encrypt", "encrypt-iv", "decrypt");
  }

  private Optional<Path> program() throws WorkerFailedException {
    Path built = workshop.folder().resolve("c-loop");
    return Optional.of(Files.exists(built) ? built : CProgram.build(SOURCES, workshop.folder()));
  }

  private static RowRunner runner(Crew crew, Row row, List<String> notes) {
    Schedule shortest = new Schedule(2, 1, 1, 1, 1000);
    return new RowRunner(crew, shortest, new Pace(shortest, List.of(row)), notes::add);
  }

  @Test
  void a_row_is_measured_and_compared() throws Exception {
    Row row = Plan.rows(List.of(Column.KEKKAI_IAIK), false, "^field.encrypt.64.scaling").get(0);
    List<String> notes = new ArrayList<>();
    try (Crew crew = new Crew(new Launch(workshop.folder(), Optional.empty()))) {
      Result result = runner(crew, row, notes).run(row);
      assertThat(result.cells()).containsOnlyKeys(row.tasks().keySet());
      assertThat(result.comparisons()).hasSize(1);
      assertThat(notes).isEmpty();
    }
  }

  @Test
  void who_cannot_take_part_leaves_a_note_and_an_empty_column() {
    List<String> notes = new ArrayList<>();
    Row row = Plan.rows(List.of(Column.KEKKAI_IAIK), false, "^software.decrypt.64$").get(0);
    Path nowhere = workshop.folder().resolve("nowhere");
    try (Crew crew = new Crew(new Launch(nowhere, Optional.empty()))) {
      Result result = runner(crew, row, notes).run(row);
      assertThat(result.cells()).isEmpty();
      assertThat(notes).hasSize(2).first().asString().contains("Kekkai iaik");
    }
  }

  @Test
  void without_a_compiler_a_person_reads_what_to_install() {
    assertThatThrownBy(() -> CProgram.build(Path.of("no-such-folder"), workshop.folder()))
        .hasMessageContaining("apt-get install gcc libc6-dev");
  }

  @Test
  void two_runs_do_not_share_a_folder() {
    assertThatThrownBy(() -> Workshop.open(workshop.folder()))
        .isInstanceOfAny(
            java.io.IOException.class, java.nio.channels.OverlappingFileLockException.class);
  }
}
