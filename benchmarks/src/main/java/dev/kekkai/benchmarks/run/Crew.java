package dev.kekkai.benchmarks.run;

import dev.kekkai.benchmarks.plan.Task;
import dev.kekkai.benchmarks.worker.Measurement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes that are running, started when they are first needed. One that could not be had is
 * not tried again. Not thread-safe.
 */
final class Crew implements AutoCloseable {
  private final Launch launch;
  private final Map<String, WorkerProcess> running = new LinkedHashMap<>();
  private final Map<String, String> failed = new HashMap<>();
  private final Map<String, String> versions = new LinkedHashMap<>();

  Crew(Launch launch) {
    this.launch = launch;
  }

  Measurement warmUp(Task task, long millis) throws WorkerFailedException {
    return process(task.process()).warmUp(task, millis);
  }

  Measurement measure(Task task, long millis) throws WorkerFailedException {
    return process(task.process()).measure(task, millis);
  }

  /** Starts it if need be. */
  WorkerProcess process(String id) throws WorkerFailedException {
    WorkerProcess known = running.get(id);
    if (known != null) {
      return known;
    }
    @Nullable String why = failed.get(id);
    if (why != null) {
      throw new WorkerFailedException(why);
    }
    try {
      WorkerProcess started = launch.start(id);
      running.put(id, started);
      versions.put(id, started.version());
      return started;
    } catch (WorkerFailedException e) {
      failed.put(id, e.getMessage());
      throw e;
    }
  }

  /** What everybody called himself who ever ran, by process. */
  Map<String, String> versions() {
    return versions;
  }

  /** Ends all, so that a section's processes don't take memory from the next one's. */
  void dismiss() {
    running.values().forEach(WorkerProcess::close);
    running.clear();
  }

  @Override
  public void close() {
    dismiss();
  }
}
