package dev.kekkai.keyserver.config;

import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.keyserver.alarm.AlarmKind;
import dev.kekkai.keyserver.alarm.AlarmSettings;
import dev.kekkai.keyserver.audit.AuditSettings;
import dev.kekkai.keyserver.audit.reject.RejectSettings;
import dev.kekkai.keyserver.yaml.Texts;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sections {@code audit}, {@code rejects} and {@code alarms}. */
final class AuditReader {
  private static final int MAX_TARGETS = 10;
  private static final AlarmSettings ALARMS = AlarmSettings.DEFAULT;

  private final Keys audit;
  private final Keys rejects;
  private final Keys alarms;
  private final Parse parse;

  AuditReader(Keys keys, Parse parse) {
    this.audit = keys.section("audit");
    this.rejects = keys.section("rejects");
    this.alarms = keys.section("alarms");
    this.parse = parse;
  }

  Optional<AuditSettings> audit(String server) {
    AuditSettings usual = AuditSettings.of("unnamed");
    return audit.made(
        () ->
            new AuditSettings(
                server,
                audit
                    .optional("record-within", Parse.duration("100ms", "1m"))
                    .orElse(usual.recordWithin()),
                audit
                    .optional("seal-within", Parse.duration("10ms", "1s"))
                    .orElse(usual.sealWithin()),
                audit.number("seal-after", 1, AuditSettings.MAX_SEAL_AFTER, usual.sealAfter()),
                audit
                    .optional("unsealed-limit", Parse.duration("1s", "1h"))
                    .orElse(usual.unsealedLimit()),
                audit.number("waiting", 1_000, 1_000_000, usual.waiting()),
                audit
                    .optional("close-within", Parse.duration("1s", "1m"))
                    .orElse(usual.closeWithin())));
  }

  List<Destination> witnesses() {
    return audit.list("witness", MAX_TARGETS, parse::destination);
  }

  RejectSettings rejects() {
    RejectSettings usual = RejectSettings.defaults();
    return new RejectSettings(
        rejects.number("per-minute", 1, 100_000, usual.perMinute()),
        rejects.number("rows", 1, 10_000_000, usual.rows()),
        rejects.optional("counts-for", Parse.duration("1m", "3650d")).orElse(usual.countsFor()));
  }

  Optional<AlarmSettings> alarms() {
    double factor = alarms.decimal("factor", 1_000, ALARMS.factor());
    Set<AlarmKind> suspend = EnumSet.noneOf(AlarmKind.class);
    suspend.addAll(alarms.list("suspend", AlarmKind.values().length, Texts.word(kinds())));
    return alarms.made(
        () ->
            new AlarmSettings(
                alarms.optional("period", Parse.duration("1s", "1h")).orElse(ALARMS.period()),
                factor,
                alarms.number("floor", 1, 1_000_000, (int) ALARMS.floor()),
                alarms.number("learning", 1, 100_000, ALARMS.learning()),
                alarms.number("memory", 1, 100_000, ALARMS.memory()),
                alarms.number("refusals", 1, 1_000_000, (int) ALARMS.refusals()),
                alarms.number("not-opened", 1, 1_000_000, (int) ALARMS.notOpened()),
                alarms.optional("quiet", Parse.duration("1s", "7d")).orElse(ALARMS.quiet()),
                suspend));
  }

  private static Map<String, AlarmKind> kinds() {
    Map<String, AlarmKind> kinds = new LinkedHashMap<>();
    for (AlarmKind kind : AlarmKind.values()) {
      kinds.put(kind.id(), kind);
    }
    return kinds;
  }

  AlarmTargets targets() {
    List<Destination.Syslog> syslog = new ArrayList<>();
    for (Destination destination : alarms.list("syslog", MAX_TARGETS, parse::destination)) {
      if (destination instanceof Destination.Syslog collector) {
        syslog.add(collector);
      } else {
        alarms.problem("syslog", null, "must be syslog-udp://, syslog-tcp:// or syslog-tls://");
      }
    }
    List<AlarmTargets.Webhook> webhooks = new ArrayList<>();
    for (Keys keys : alarms.sections("webhook", MAX_TARGETS)) {
      webhook(keys).ifPresent(webhooks::add);
      keys.end();
    }
    return new AlarmTargets(List.copyOf(syslog), List.copyOf(webhooks));
  }

  private Optional<AlarmTargets.Webhook> webhook(Keys keys) {
    Optional<URI> url =
        keys.required("url", "give https://HOST/PATH", parse::destination)
            .filter(Destination.Web.class::isInstance)
            .map(destination -> ((Destination.Web) destination).uri());
    if (keys.has("url") && url.isEmpty()) {
      keys.problem("url", null, "must be https://HOST/PATH");
    }
    Optional<String> keyId =
        keys.required("key-id", "say how the receiver knows the key", text -> text);
    Optional<Path> key =
        keys.required("key", "give a PEM file with the private key to sign with", parse::file);
    Optional<SignatureAlgorithm> algorithm =
        keys.required("algorithm", "such as ed25519", SignatureAlgorithm::of);
    return url.isPresent() && keyId.isPresent() && key.isPresent() && algorithm.isPresent()
        ? Optional.of(new AlarmTargets.Webhook(url.get(), keyId.get(), key.get(), algorithm.get()))
        : Optional.empty();
  }

  void end() {
    audit.end();
    rejects.end();
    alarms.end();
  }
}
