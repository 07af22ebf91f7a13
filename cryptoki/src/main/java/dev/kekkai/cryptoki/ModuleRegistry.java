package dev.kekkai.cryptoki;

import dev.kekkai.config.Sharing;
import dev.kekkai.config.profile.Init;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
    } else if (entry.request.sharing() != request.sharing()) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "Another Kekkai configuration of this process uses %s with sharing = %s; both must say the same",
              key,
              entry.request.sharing().name().toLowerCase(Locale.ROOT)),
          false,
          null);
    }
    entry.users++;
    return entry.module;
  }

  static synchronized void release(Path path, CryptokiModule module) {
    Path key = real(path);
    Entry entry = OPEN.get(key);
    if (entry == null || entry.module != module) {
      return;
    }
    entry.users--;
    if (entry.users == 0) {
      OPEN.remove(key);
      module.close();
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
