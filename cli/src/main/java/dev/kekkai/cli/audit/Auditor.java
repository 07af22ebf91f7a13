package dev.kekkai.cli.audit;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.CanaryState;
import dev.kekkai.dekstore.KekCatalog;
import dev.kekkai.dekstore.KekInspection;
import dev.kekkai.dekstore.KekInspector;
import dev.kekkai.dekstore.StoreException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.audit.AuditedKey;
import dev.kekkai.provider.audit.KeyAudit;
import dev.kekkai.provider.keys.NotTaken;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Audits a token, and what the DEK store says of its KEKs. */
public final class Auditor {
  private final KekkaiProvider provider;
  private final Optional<KekCatalog> store;
  private final Clock clock;

  /**
   * Of one token.
   *
   * @param provider connected to it
   * @param store the KEKs of the DEK store, where there is one
   * @param clock tells ages
   */
  public Auditor(KekkaiProvider provider, Optional<KekCatalog> store, Clock clock) {
    this.provider = provider;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Looks at every key. Nothing is changed.
   *
   * @return what was found
   * @throws TokenException when the token doesn't answer
   */
  public KeysReport run() throws TokenException {
    HsmProfile profile = provider.source().get().profile();
    Instant now = clock.instant();
    List<AuditedKey> keys = new KeyAudit(provider.source(), provider.tokenKeys()).run();
    Optional<List<KekInspection>> stored = Optional.empty();
    String trouble = "";
    try {
      stored = inspect();
      trouble = notChecked(stored.orElse(List.of()));
    } catch (StoreException | TokenException e) {
      trouble = String.valueOf(e.getMessage());
    }
    Inventory inventory = new Inventory(provider.source().config(), profile, keys, stored, now);
    List<KekEntry> entries = inventory.entries();
    return new KeysReport(
        provider.source().get().info(),
        profile.name(),
        now,
        keys,
        inventory.missing(),
        entries,
        notTaken(profile, keys),
        trouble);
  }

  private Optional<List<KekInspection>> inspect() throws TokenException {
    return store.isEmpty()
        ? Optional.empty()
        : Optional.of(new KekInspector(provider, store.get()).inspect());
  }

  /** An audit that could not look at all of it must not end as if there were nothing to find. */
  private static String notChecked(List<KekInspection> stored) {
    return stored.stream()
        .filter(seen -> seen.canary() == CanaryState.NOT_CHECKED)
        .map(seen -> seen.row().ref() + ": " + seen.detail())
        .collect(Collectors.joining("; "));
  }

  /** Once for each attribute; what breaks a rule of some key is a finding of that key. */
  private static List<NotTaken> notTaken(HsmProfile profile, List<AuditedKey> keys) {
    Map<Long, NotTaken> notTaken = new LinkedHashMap<>();
    for (AuditedKey audited : keys) {
      KeyKind kind = audited.key().kind();
      if (kind != null && audited.key().ref().isPresent() && !audited.key().isOf(Cko.PUBLIC_KEY)) {
        NotTaken.of(profile, audited.key()).stream()
            .filter(missing -> !missing.isSent())
            .forEach(missing -> notTaken.putIfAbsent(missing.attribute(), missing));
      }
    }
    return new ArrayList<>(notTaken.values());
  }
}
