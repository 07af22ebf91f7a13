package dev.kekkai.config;

import dev.kekkai.config.settings.Choice;
import dev.kekkai.config.settings.Parsers;
import dev.kekkai.config.settings.Reading;
import dev.kekkai.config.settings.Settings;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Reads what bounds an operation: sessions, calls, outages. Each is read once. */
final class OperationReader {

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Settings settings;
  private final Reading<Integer> max;

  OperationReader(Settings settings) {
    this.settings = settings;
    this.max = settings.optional("sessions.max", Parsers.integer(2, 1024));
  }

  Supplier<SessionSettings> sessions() {
    Reading<Duration> timeout =
        settings.optional(
            "sessions.timeout",
            Parsers.duration(SHORTEST, Duration.ofMinutes(5), "1ms to 5m"),
            Duration.ofSeconds(10));
    Reading<Duration> validateAfter =
        settings.optional(
            "sessions.validate-after",
            Parsers.duration(SHORTEST, Duration.ofHours(1), "1ms to 1h"),
            Duration.ofSeconds(30));
    Reading<Duration> idle =
        settings.optional(
            "sessions.idle",
            Parsers.duration(SHORTEST, Duration.ofDays(1), "1ms to 1d"),
            Duration.ofMinutes(10));
    Reading<Duration> leakAfter =
        settings.optional(
            "sessions.leak-after",
            Parsers.duration(SHORTEST, Duration.ofDays(1), "1ms to 1d"),
            Duration.ofMinutes(1));
    return () ->
        new SessionSettings(
            sessionsOr16(),
            max.orNull() != null,
            timeout.value(),
            validateAfter.value(),
            idle.value(),
            leakAfter.value());
  }

  private int sessionsOr16() {
    Integer given = max.orNull();
    return given == null ? 16 : given;
  }

  Supplier<CallSettings> calls() {
    Reading<CallMode> mode =
        settings.optional(
            "calls",
            Choice.of("direct", CallMode.DIRECT).or("dispatched", CallMode.DISPATCHED),
            CallMode.DIRECT);
    Reading<Integer> threads = settings.optional("calls.threads", Parsers.integer(1, 1023));
    Integer wanted = threads.orNull();
    if (wanted != null && wanted >= sessionsOr16()) {
      settings.problem(
          "calls.threads",
          wanted.toString(),
          String.format(
              Locale.ROOT,
              "each thread needs a session, and one owns objects: at most sessions.max - 1 = %d",
              sessionsOr16() - 1));
    }
    Reading<Duration> deadline =
        settings.optional(
            "deadline",
            Parsers.duration(SHORTEST, Duration.ofMinutes(5), "1ms to 5m"),
            Duration.ofSeconds(10));
    return () -> new CallSettings(mode.value(), threads.orNull(), deadline.value());
  }

  Supplier<OutageSettings> outages() {
    Reading<Duration> failFastAfter =
        settings.optional(
            "circuit.after",
            Parsers.duration(Duration.ZERO, Duration.ofHours(1), "0ms to 1h"),
            Duration.ofSeconds(10));
    Reading<Boolean> requireHsm =
        settings.optional("require-hsm", Choice.of("yes", true).or("no", false), false);
    Reading<Duration> interval =
        settings.optional(
            "health.interval",
            Parsers.duration(Duration.ofMillis(100), Duration.ofHours(1), "100ms to 1h"));
    return () -> {
      Duration given = interval.orNull();
      Duration usual = Duration.ofSeconds(requireHsm.value() ? 1 : 30);
      return new OutageSettings(
          failFastAfter.value(), requireHsm.value(), given == null ? usual : given);
    };
  }
}
