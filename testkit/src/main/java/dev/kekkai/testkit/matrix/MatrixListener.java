package dev.kekkai.testkit.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes down how each test ended, for {@link MatrixReport}. JUnit finds it as a service; it does
 * nothing unless the system property {@value #DIR} names a folder. One file per JVM.
 */
public final class MatrixListener implements TestExecutionListener {
  /** The folder to write to. */
  public static final String DIR = "kekkai.test.matrix";

  private final @Nullable Path folder;
  private @Nullable TestPlan plan;

  /** For JUnit. */
  public MatrixListener() {
    String dir = System.getProperty(DIR);
    folder = dir == null ? null : Path.of(dir);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    record(test, Outcome.SKIPPED, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Outcome outcome =
        switch (result.getStatus()) {
          case SUCCESSFUL -> Outcome.PASSED;
          case ABORTED -> Outcome.ABORTED;
          case FAILED -> Outcome.FAILED;
        };
    if (test.isTest() || outcome != Outcome.PASSED) {
      record(test, outcome, result.getThrowable().map(MatrixListener::reason).orElse(""));
    }
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private synchronized void record(TestIdentifier test, Outcome outcome, String reason) {
    Path to = folder;
    if (to == null) {
      return;
    }
    String name = test.getSource().map(MatrixListener::name).orElse(test.getDisplayName());
    String line = new Result(name, module(test), outcome, reason).toLine();
    try {
      Files.createDirectories(to);
      Files.write(
          to.resolve("results-" + ProcessHandle.current().pid() + ".tsv"),
          List.of(line),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(TestSource source) {
    if (source instanceof MethodSource method) {
      return simple(method.getClassName()) + "." + method.getMethodName();
    }
    if (source instanceof ClassSource type) {
      return simple(type.getClassName());
    }
    return source.toString();
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  /** A contract class is a class template; the display name of its invocation is the token's. */
  private String module(TestIdentifier test) {
    TestPlan running = plan;
    Optional<TestIdentifier> at = Optional.of(test);
    while (at.isPresent() && running != null) {
      UniqueId.Segment last = at.get().getUniqueIdObject().getLastSegment();
      if (last.getType().equals("class-template-invocation")) {
        return at.get().getDisplayName();
      }
      at = running.getParent(at.get());
    }
    return Result.NO_MODULE;
  }
}
