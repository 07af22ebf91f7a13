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
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a module file serves all of Kekkai in this process: C_Initialize may be called
 * only once, and two configurations may name two tokens of one module. Thread-safe.
 */
final class ModuleRegistry {
  private static final Map<Path, Entry> OPEN = new HashMap<>();
  private static final Map<Path, Cryptoki> LOADED = new HashMap<>();

  private ModuleRegistry() {}

  /** What is asked of a module; users of one module must ask the same. */
  record Request(Path path, @Nullable String reserved, Sharing sharing, @Nullable Path nativeDir) {}

  private static final class Entry {
    final CryptokiModule module;
    final Request request;
    int users;

    Entry(CryptokiModule module, Request request) {
      this.module = module;
      this.request = request;
    }
  }

  static synchronized CryptokiModule acquire(
      Request request, Init init, @Nullable BindingFactory binding) throws TokenException {
    Path key = real(request.path());
    Entry entry = OPEN.get(key);
    if (entry == null) {
      Cryptoki cryptoki = load(key, request, binding);
      CryptokiModule module =
          CryptokiModule.initialize(
              cryptoki,
              new InitializeArgs(init.osLocking(), request.reserved()),
              request.sharing(),
              init.finalizeOnClose());
      entry = new Entry(module, request);
      OPEN.put(key, entry);
    } else {
      refuseOtherwise(entry.request, request, key);
    }
    entry.users++;
    return entry.module;
  }

  static synchronized void release(CryptokiModule module) {
    for (Iterator<Entry> entries = OPEN.values().iterator(); entries.hasNext(); ) {
      Entry entry = entries.next();
      if (entry.module == module) {
        entry.users--;
        if (entry.users == 0) {
          entries.remove();
          module.close();
        }
        return;
      }
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
