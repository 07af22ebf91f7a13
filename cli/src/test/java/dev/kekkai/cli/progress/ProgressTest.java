package dev.kekkai.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Unit DEKS = Unit.of("DEKs");

  private final CountDownLatch shown = new CountDownLatch(1);
  private final StringWriter written =
      new StringWriter() {
        @Override
        public void flush() {
          if (toString().contains("5/10 DEKs")) {
            shown.countDown();
          }
        }
      };

  @Test
  void a_line_says_how_many_are_done_how_fast_and_how_long_it_takes() {
    assertThat(new ProgressText("Rewrapping", DEKS, 450_000, 1_000_000, 38_000).line())
        .isEqualTo("Rewrapping: 450,000/1,000,000 DEKs, 45 %, 38,000/s, 15 s left");
  }

  @Test
  void a_bar_fits_the_line() {
    String bar = new ProgressText("Rewrapping", DEKS, 500_000, 1_000_000, 2_000).bar(79);

    assertThat(bar).hasSize(79).endsWith("] 50 %  500,000/1,000,000 DEKs, 2,000/s, 4:10 min left");
    assertThat(bar).contains("[######.......]");
  }

  @Test
  void without_a_total_there_is_no_bar_and_no_time_left() {
    assertThat(new ProgressText("Reading", DEKS, 1234, 0, 10).bar(79))
        .isEqualTo("Reading: 1,234 DEKs, 10/s");
  }

  @Test
  void more_than_the_total_is_all_of_it() {
    assertThat(new ProgressText("Reading", DEKS, 12, 10, 0).bar(40))
        .isEqualTo("Reading [############] 100 %  12/10 DEKs");
  }

  @Test
  void bytes_are_written_in_a_unit_that_is_read_easily() {
    assertThat(Unit.BYTE.amount(1536L * 1024 * 1024, 10L << 30)).isEqualTo("1.5 GiB/10.0 GiB");
    assertThat(Unit.BYTE.rate(512)).isEqualTo("512 B/s");
  }

  @Test
  void hours_are_told_as_hours() {
    assertThat(new ProgressText("Reading", DEKS, 0, 7300, 1).line()).endsWith("2:01 h left");
  }

  @Test
  void the_rate_is_that_of_late() {
    Pace pace = new Pace(0, 0);
    long second = TimeUnit.SECONDS.toNanos(1);
    for (int i = 1; i <= 100; i++) {
      pace.look(i * second, Math.max(0, i - 50) * 10L);
    }

    assertThat(pace.perSecond()).isEqualTo(10);
  }

  @Test
  void a_file_gets_lines_and_nothing_that_erases() throws Exception {
    try (Progress progress = new Progress(new PrintWriter(written), 0, "Rewrapping", DEKS, 10, 1)) {
      progress.add(5);
      assertThat(shown.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(written.toString())
        .contains("Rewrapping: 5/10 DEKs, 50 %")
        .doesNotContain("\r")
        .doesNotContain("\u001b");
  }

  @Test
  void a_terminal_gets_a_bar_that_is_gone_at_the_end() throws Exception {
    try (Progress progress = new Progress(new PrintWriter(written), 79, "Rewrapping", DEKS, 0, 1)) {
      progress.total(10);
      progress.add(5);
      assertThat(shown.await(10, TimeUnit.SECONDS)).isTrue();
      progress.say("kekkai: one failed");
    }

    assertThat(written.toString())
        .contains("\r\u001b[KRewrapping [")
        .contains("\r\u001b[Kkekkai: one failed" + System.lineSeparator())
        .endsWith("\r\u001b[K");
  }
}
