package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkLimitTest {
  private final List<String> done = new ArrayList<>();
  private final List<Runnable> dispatched = new ArrayList<>();

  @Test
  void what_comes_while_all_work_waits_in_line_and_what_is_beyond_that_is_refused() {
    WorkLimit limit = new WorkLimit(dispatched::add, 1, 2);
    boolean first =
        limit.submit(
            () -> {
              assertThat(limit.submit(() -> done.add("second"))).isTrue();
              assertThat(limit.submit(() -> done.add("third"))).isTrue();
              assertThat(limit.submit(() -> done.add("fourth"))).isFalse();
              assertThat(limit.waiting()).isEqualTo(2);
              done.add("first");
            });
    assertThat(first).isTrue();
    while (!dispatched.isEmpty()) {
      dispatched.remove(0).run();
    }
    assertThat(done).containsExactly("first", "second", "third");
    assertThat(limit.running()).isZero();
  }

  @Test
  void work_that_fails_gives_its_place_back() {
    WorkLimit limit = new WorkLimit(dispatched::add, 1, 0);
    assertThatThrownBy(
            () ->
                limit.submit(
                    () -> {
                      throw new IllegalStateException("oops");
                    }))
        .hasMessage("oops");
    assertThat(limit.submit(() -> done.add("next"))).isTrue();
    assertThat(done).containsExactly("next");
  }
}
