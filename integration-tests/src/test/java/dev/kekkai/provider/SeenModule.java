package dev.kekkai.provider;

import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.Cryptoki;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A real binding whose calls are written down, and whose object handles can be given other numbers:
 * a module may name a destroyed object's number to another object, which the modules under test do
 * too seldom to wait for.
 */
final class SeenModule {
  /** Where object handles stand among the arguments of a function. */
  private static final Map<String, List<Integer>> HANDLES =
      Map.of(
          "C_GetAttributeValue", List.of(1),
          "C_DestroyObject", List.of(1),
          "C_WrapKey", List.of(2, 3),
          "C_UnwrapKey", List.of(2),
          "C_Decrypt", List.of(),
          "C_DecryptInit", List.of(2));

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  /** From the number that Kekkai knows to the module's own, and back. */
  private final Map<Long, Long> down = new ConcurrentHashMap<>();

  private final Map<Long, Long> up = new ConcurrentHashMap<>();

  BindingFactory binding() {
    return (module, nativeDir) -> around(BindingFactory.usual().load(module, nativeDir));
  }

  /** The functions called so far; reading attributes with how many of them. */
  List<String> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  /** From now on the object that the module calls {@code own} is known as {@code shown}. */
  void renumber(long own, long shown) {
    down.put(shown, own);
    up.put(own, shown);
  }

  /** From now on a number names nothing. */
  void retire(long shown) {
    down.put(shown, 0L);
  }

  private Cryptoki around(Cryptoki real) {
    return (Cryptoki)
        Proxy.newProxyInstance(
            Cryptoki.class.getClassLoader(),
            new Class<?>[] {Cryptoki.class},
            (proxy, method, args) -> call(real, method, args));
  }

  private Object call(Cryptoki real, Method method, Object[] args) throws Throwable {
    String name = method.getName();
    if (name.startsWith("C_") && !isSupervisor()) {
      calls.add(
          name.equals("C_GetAttributeValue")
              ? String.format(Locale.ROOT, "%s(%d)", name, ((long[]) args[2]).length)
              : name);
    }
    for (int i : HANDLES.getOrDefault(name, List.of())) {
      args[i] = down.getOrDefault((Long) args[i], (Long) args[i]);
    }
    try {
      Object result = method.invoke(real, args);
      if (result instanceof Cryptoki another) {
        return around(another); // the same module, as one session has it
      }
      return name.equals("C_FindObjects") ? shown((long[]) result) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** It looks when it likes, after a doubtful answer too, and its calls are not the caller's. */
  private static boolean isSupervisor() {
    return Thread.currentThread().getName().equals("kekkai-supervisor");
  }

  private long[] shown(long[] found) {
    long[] shown = new long[found.length];
    for (int i = 0; i < found.length; i++) {
      shown[i] = up.getOrDefault(found[i], found[i]);
    }
    return shown;
  }
}
