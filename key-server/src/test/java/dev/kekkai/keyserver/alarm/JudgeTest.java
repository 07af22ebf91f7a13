package dev.kekkai.keyserver.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is too much. */
class JudgeTest {
  private static final long NOW = 1000;
  private static final Activity OPENED = new Activity("shop", Activity.Kind.OPENED, "payments");
  private static final Activity REFUSED = new Activity("shop", Activity.Kind.REFUSED, "");
  private static final Activity NOT_OPENED = new Activity("shop", Activity.Kind.NOT_OPENED, "");

  private static AlarmSettings settings(AlarmKind... suspend) {
    return new AlarmSettings(
        Duration.ofMinutes(1), 5, 100, 30, 60, 50, 20, Duration.ofMinutes(15), Set.of(suspend));
  }

  private static List<Judge.Finding> findings(
      AlarmSettings settings, double elapsed, Baseline baseline, Count... counts) {
    return new Judge(settings)
        .findings(
            List.of(counts),
            NOW,
            elapsed,
            Map.of(new BaselineTable.Subject("shop", "payments"), baseline));
  }

  private static List<Judge.Finding> findings(Baseline baseline, Count... counts) {
    return findings(settings(), 0.5, baseline, counts);
  }

  private static final Baseline USUAL_40 = new Baseline(40, 0, 100);

  @Test
  void a_rate_is_too_much_from_the_factor_on() {
    assertThat(findings(USUAL_40, new Count(NOW, OPENED, 199))).isEmpty();
    assertThat(findings(USUAL_40, new Count(NOW, OPENED, 200)))
        .containsExactly(
            new Judge.Finding(
                OPENED,
                AlarmKind.RATE,
                200,
                200,
                false,
                "client shop had 200 items opened under payments within 60 s; usual are 40.0,"
                    + " too many are 200"));
  }

  @Test
  void another_kek_has_a_history_of_its_own() {
    Activity users = new Activity("shop", Activity.Kind.OPENED, "users");
    assertThat(findings(USUAL_40, new Count(NOW, users, 100)))
        .extracting(Judge.Finding::detail)
        .containsExactly(
            "client shop had 100 items opened under users within 60 s; usual are 0.0, too many"
                + " are 100 (its history is still short)");
  }

  @Test
  void who_sits_on_the_border_of_two_periods_is_seen() {
    Count before = new Count(NOW - 1, OPENED, 190);
    Count now = new Count(NOW, OPENED, 190);
    assertThat(findings(settings(), 0.0, USUAL_40, before)).isEmpty();
    assertThat(findings(settings(), 0.1, USUAL_40, before, now)).hasSize(1);
    assertThat(findings(settings(), 0.99, USUAL_40, before, now)).isEmpty();
  }

  @Test
  void bursts_of_failures_are_too_many_whatever_is_usual() {
    assertThat(findings(USUAL_40, new Count(NOW, REFUSED, 49))).isEmpty();
    assertThat(findings(USUAL_40, new Count(NOW, REFUSED, 50)))
        .extracting(Judge.Finding::detail)
        .containsExactly("client shop: 50 items were refused within 60 s; too many are 50");
    assertThat(findings(USUAL_40, new Count(NOW, NOT_OPENED, 19))).isEmpty();
    assertThat(findings(USUAL_40, new Count(NOW, NOT_OPENED, 20)))
        .extracting(Judge.Finding::detail)
        .containsExactly("client shop: 20 items did not open within 60 s; too many are 20");
  }

  @Test
  void a_suspended_client_that_keeps_asking_is_told_and_not_suspended_again() {
    Activity asks = new Activity("shop", Activity.Kind.SUSPENDED, "");
    AlarmSettings settings = settings(AlarmKind.RATE, AlarmKind.REFUSALS, AlarmKind.NOT_OPENED);
    assertThat(findings(settings, 0.5, USUAL_40, new Count(NOW, asks, 49))).isEmpty();
    assertThat(findings(settings, 0.5, USUAL_40, new Count(NOW, asks, 50)))
        .containsExactly(
            new Judge.Finding(
                asks,
                AlarmKind.SUSPENDED_USE,
                50,
                50,
                false,
                "client shop: 50 items were refused because it is suspended, within 60 s; too many"
                    + " are 50"));
    assertThat(AlarmKind.SUSPENDED_USE.id()).isEqualTo("suspended-use");
  }

  @Test
  void what_suspends_is_set() {
    Count refused = new Count(NOW, REFUSED, 50);
    assertThat(findings(settings(AlarmKind.RATE), 0.5, USUAL_40, refused).get(0).suspends())
        .isFalse();
    assertThat(findings(settings(AlarmKind.REFUSALS), 0.5, USUAL_40, refused).get(0).suspends())
        .isTrue();
  }

  @Test
  void a_rate_suspends_nobody_whose_history_is_short() {
    Count many = new Count(NOW, OPENED, 500);
    AlarmSettings settings = settings(AlarmKind.RATE);
    assertThat(findings(settings, 0.5, new Baseline(40, 0, 29), many).get(0).suspends()).isFalse();
    assertThat(findings(settings, 0.5, new Baseline(40, 0, 30), many).get(0).suspends()).isTrue();
  }

  @Test
  void settings_have_bounds() {
    assertThatThrownBy(
            () ->
                new AlarmSettings(
                    Duration.ofMillis(1500), 5, 1, 1, 1, 1, 1, Duration.ofMinutes(1), Set.of()))
        .hasMessage("An alarm's period is 1 s to 1 h, whole seconds, not PT1.5S");
    assertThatThrownBy(
            () ->
                new AlarmSettings(
                    Duration.ofMinutes(1), 1, 1, 1, 1, 1, 1, Duration.ofMinutes(1), Set.of()))
        .hasMessage("An alarm's factor is at least 1.5, not 1.0");
    assertThatThrownBy(() -> settings(AlarmKind.REGISTRY))
        .hasMessageContaining("suspends no client");
    assertThatThrownBy(() -> settings(AlarmKind.SUSPENDED_USE))
        .hasMessage("An alarm about a suspended client does not suspend it again");
    assertThat(AlarmSettings.DEFAULT.suspend()).isEmpty();
  }
}
