package dev.kekkai.cli.audit;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.dekstore.CanaryState;
import dev.kekkai.dekstore.KekInspection;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.provider.audit.AuditedKey;
import dev.kekkai.provider.audit.Finding;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.KeyObject;
import dev.kekkai.provider.keys.KeyRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The KEKs of a token and its store, and what is wrong between the two. */
final class Inventory {
  private static final String NOT_ADOPTED = "not adopted";

  private final Duration cryptoperiod;
  private final boolean localKept;
  private final List<AuditedKey> keks;
  private final Optional<List<KekInspection>> stored;
  private final Instant now;

  Inventory(
      KekkaiConfig config,
      HsmProfile profile,
      List<AuditedKey> keys,
      Optional<List<KekInspection>> stored,
      Instant now) {
    this.cryptoperiod = config.kekCryptoperiod();
    this.localKept = profile.templates().localKept();
    this.keks = keys.stream().filter(Inventory::isKek).toList();
    this.stored = stored;
    this.now = now;
  }

  private static boolean isKek(AuditedKey audited) {
    KeyKind kind = audited.key().kind();
    return kind != null
        && kind.isKek()
        && audited.key().ref().isPresent()
        && audited.findings().stream().noneMatch(f -> f.rule() == KeyRule.DEK_ON_TOKEN);
  }

  /** Adds findings to the keys on the way. */
  List<KekEntry> entries() {
    List<KekEntry> entries = new ArrayList<>();
    for (AuditedKey audited : keks) {
      audited.key().ref().ifPresent(ref -> entries.add(entry(audited, ref)));
    }
    for (KekInspection lost : lost()) {
      KekRecord row = lost.row();
      entries.add(
          new KekEntry(
              row.ref().label(),
              row.kind().text(),
              0,
              0,
              row.ckaId(),
              "unknown",
              row.state().id(),
              lost.canary().id(),
              row.dates().created(),
              null,
              lost.deks()));
    }
    return entries;
  }

  private KekEntry entry(AuditedKey audited, KekRef ref) {
    KeyObject key = audited.key();
    Optional<KekInspection> inspection = inspection(ref);
    inspection.ifPresent(seen -> check(audited, seen));
    KeyKind kind = key.kind();
    boolean storable = kind == KeyKind.AES_KEK && stored.isPresent();
    if (inspection.isEmpty() && storable) {
      audited.add(new Finding(KeyRule.NO_CANARY, "the DEK store does not know it"));
    }
    Instant since = since(key, inspection);
    Instant end = since == null ? null : since.plus(cryptoperiod);
    String state =
        inspection.map(seen -> seen.row().state().id()).orElse(stateByVersion(audited, ref));
    if (state.equals(KekState.PRIMARY.id()) && end != null && end.isBefore(now)) {
      audited.add(
          new Finding(
              KeyRule.OVER_CRYPTOPERIOD,
              "primary since " + since + ", longer than kek.cryptoperiod; over since " + end));
    }
    return new KekEntry(
        ref.label(),
        kind == null ? "" : kind.text(),
        key.bits(),
        key.strength(),
        key.id(),
        origin(audited),
        state,
        inspection
            .map(seen -> seen.canary().id())
            .orElse(storable ? "none" : stored.isPresent() ? "not stored" : "no store"),
        created(key, inspection),
        end,
        inspection.map(KekInspection::deks).orElse(-1L));
  }

  private static void check(AuditedKey audited, KekInspection seen) {
    switch (seen.canary()) {
      case WRONG -> audited.add(new Finding(KeyRule.WRONG_CANARY, seen.detail()));
      case CHANGED_ROW -> audited.add(new Finding(KeyRule.CHANGED_ROW, seen.detail()));
      case DESTROYED ->
          audited.add(
              new Finding(
                  KeyRule.NOT_DESTROYED,
                  "destroyed in the DEK store on " + seen.row().dates().destroyed()));
      case UNFIT, NOT_CHECKED -> {
        if (audited.findings().isEmpty()) { // no rule of the audit's tells why
          audited.add(
              new Finding(KeyRule.NO_CANARY, "its canary could not be tried: " + seen.detail()));
        }
      }
      case OPENS, NO_KEY -> {}
    }
  }

  private Optional<KekInspection> inspection(KekRef ref) {
    return stored.stream()
        .flatMap(List::stream)
        .filter(seen -> seen.row().ref().equals(ref))
        .findFirst();
  }

  /** Without a store the greatest version is primary, of those that are used at all. */
  private String stateByVersion(AuditedKey audited, KekRef ref) {
    if (isLeftAside(audited)) {
      return NOT_ADOPTED;
    }
    boolean newer =
        keks.stream()
            .filter(other -> !isLeftAside(other))
            .flatMap(other -> other.key().ref().stream())
            .anyMatch(o -> o.name().equals(ref.name()) && o.version() > ref.version());
    return (newer ? KekState.RETIRED : KekState.PRIMARY).id();
  }

  private static boolean isLeftAside(AuditedKey audited) {
    return audited.findings().stream().anyMatch(f -> f.rule() == KeyRule.NOT_ADOPTED);
  }

  private static @Nullable Instant since(KeyObject key, Optional<KekInspection> inspection) {
    Instant activated = inspection.map(seen -> seen.row().dates().activated()).orElse(null);
    return activated != null ? activated : created(key, inspection);
  }

  /** By its CKA_ID where Kekkai made it; else it is at least as old as its row. */
  private static @Nullable Instant created(KeyObject key, Optional<KekInspection> inspection) {
    return key.created()
        .or(() -> inspection.map(seen -> seen.row().dates().created()))
        .orElse(null);
  }

  private String origin(AuditedKey audited) {
    KeyObject key = audited.key();
    if (!audited.accepted().isEmpty()) {
      return "adopted";
    }
    if (!localKept || !key.attributes().has(Cka.LOCAL)) {
      return "unknown";
    }
    return key.has(Cka.LOCAL) ? "local" : "imported";
  }

  /** Versions in use, or waiting to be, that the token has not. */
  List<KeysReport.Located> missing() {
    return lost().stream()
        .map(
            seen ->
                new KeysReport.Located(
                    seen.row().ref().label(),
                    "",
                    seen.row().ckaId(),
                    seen.canary() == CanaryState.CHANGED_ROW
                        ? new Finding(KeyRule.CHANGED_ROW, seen.detail())
                        : new Finding(
                            KeyRule.KEK_MISSING,
                            "the DEK store has it as "
                                + seen.row().state().id()
                                + ", with "
                                + seen.deks()
                                + " DEKs under it")))
        .toList();
  }

  private List<KekInspection> lost() {
    Set<KekRef> there =
        keks.stream()
            .flatMap(audited -> audited.key().ref().stream())
            .collect(Collectors.toUnmodifiableSet());
    return stored.stream()
        .flatMap(List::stream)
        .filter(seen -> !there.contains(seen.row().ref()))
        .filter(seen -> seen.canary() != CanaryState.DESTROYED)
        .toList();
  }
}
