package dev.kekkai.keyserver;

import dev.kekkai.keyserver.audit.AuditLog;
import dev.kekkai.keyserver.http.Readiness;
import dev.kekkai.keyserver.keks.Keks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a server lacks, from its first moment to its last. Thread-safe. */
final class ServerReadiness implements Readiness {
  private volatile @Nullable Keks keks;
  private volatile @Nullable AuditLog audit;
  private volatile @Nullable BooleanSupplier registry;
  private volatile @Nullable BooleanSupplier alarms;
  private volatile boolean serving;

  void has(Keks opened) {
    keks = opened;
  }

  void has(AuditLog opened) {
    audit = opened;
  }

  /** Whether it is known who may what. */
  void hasRegistry(BooleanSupplier current) {
    registry = current;
  }

  /** Whether what clients do is judged. */
  void hasAlarms(BooleanSupplier current) {
    alarms = current;
  }

  void serving(boolean now) {
    serving = now;
  }

  @Override
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    Keks token = keks;
    AuditLog log = audit;
    if (token == null || !token.isReady()) {
      missing.add("token");
    }
    if (log == null || !log.isAvailable()) {
      missing.add("audit");
    }
    if (!is(registry)) {
      missing.add("registry");
    }
    if (!is(alarms)) {
      missing.add("alarms");
    }
    if (!serving) {
      missing.add("listener");
    }
    return missing;
  }

  private static boolean is(@Nullable BooleanSupplier part) {
    return part != null && part.getAsBoolean();
  }
}
