package dev.kekkai.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a server says it lacks. */
class ServerReadinessTest {
  @Test
  void a_server_that_has_nothing_yet_lacks_everything() {
    assertThat(new ServerReadiness().missing())
        .containsExactly("token", "audit", "registry", "alarms", "listener");
  }

  @Test
  void a_registry_that_is_too_old_and_alarms_that_judge_nothing_are_missing() {
    ServerReadiness readiness = new ServerReadiness();
    AtomicBoolean registry = new AtomicBoolean(true);
    AtomicBoolean alarms = new AtomicBoolean(true);
    readiness.hasRegistry(registry::get);
    readiness.hasAlarms(alarms::get);
    assertThat(readiness.missing()).containsExactly("token", "audit", "listener");
    registry.set(false);
    assertThat(readiness.missing()).containsExactly("token", "audit", "registry", "listener");
    alarms.set(false);
    assertThat(readiness.missing())
        .containsExactly("token", "audit", "registry", "alarms", "listener");
  }
}
