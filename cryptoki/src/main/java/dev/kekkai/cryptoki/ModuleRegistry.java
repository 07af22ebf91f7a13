package dev.kekkai.cryptoki;

import dev.kekkai.config.Sharing;
import dev.kekkai.config.profile.Init;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One {@link ModuleHost} of a module file serves all of Kekkai in this process: C_Initialize may be
 * called only once, and two configurations may name two tokens of one module. Thread-safe.
 */
final class ModuleRegistry {
  private static final Map<Path, Entry> OPEN = new HashMap<>();
  private static final Map<Path, Cryptoki> LOADED = new HashMap<>();

  /** No monitor: a virtual thread that waits for one would keep its carrier. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  private ModuleRegistry() {}

  /** What is asked of a module; users of one module must ask the same. */
  record Request(Path path, @Nullable String reserved, Sharing sharing, @Nullable Path nativeDir) {}

  private static final class Entry {
    final ModuleHost host;
    final Request request;
    int users;

    Entry(ModuleHost host, Request request) {
      this.host = host;
      this.request = request;
    }
  }

  static ModuleHost acquire(Request request, Init init, @Nullable BindingFactory binding)
      throws TokenException {
    LOCK.lock();
    try {
      Path key = real(request.path());
      Entry entry = OPEN.get(key);
      if (entry == null) {
        entry = new Entry(initialize(key, request, init, binding), request);
        OPEN.put(key, entry);
      } else {
        refuseOtherwise(entry.request, request, key);
      }
      entry.users++;
      return entry.host;
    } finally {
      LOCK.unlock();
    }
  }

  private static ModuleHost initialize(
      Path key, Request request, Init init, @Nullable BindingFactory binding)
      throws TokenException {
    return ModuleHost.initialize(
        load(key, request, binding),
        new InitializeArgs(init.osLocking(), request.reserved()),
        request.sharing(),
        init.finalizeOnClose());
  }

  static void release(ModuleHost host) {
    LOCK.lock();
    try {
      for (Iterator<Entry> entries = OPEN.values().iterator(); entries.hasNext(); ) {
        Entry entry = entries.next();
        if (entry.host == host) {
          entry.users--;
          if (entry.users == 0) {
            entries.remove();
            host.close();
          }
          return;
        }
      }
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * The module is initialised once, so a second configuration can't have it initialised otherwise.
   */
  private static void refuseOtherwise(Request first, Request second, Path key)
      throws TokenException {
    String setting = null;
    if (first.sharing() != second.sharing()) {
      setting = "sharing = " + first.sharing().name().toLowerCase(Locale.ROOT);
    } else if (!Objects.equals(first.reserved(), second.reserved())) {
      setting = "another module.args";
    }
    if (setting != null) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "Another Kekkai configuration of this process uses %s with %s; both must say"
                  + " the same, because a module is initialised once in a process",
              key,
              setting),
          false,
          null);
    }
  }

  private static Cryptoki load(Path key, Request request, @Nullable BindingFactory binding)
      throws TokenException {
    if (binding != null) {
      return binding.load(key, request.nativeDir());
    }
    Cryptoki loaded = LOADED.get(key);
    if (loaded == null) {
      loaded = Bindings.select().load(key, request.nativeDir());
      LOADED.put(key, loaded);
    }
    return loaded;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
