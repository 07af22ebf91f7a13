package dev.kekkai.testkit.fault;

import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real binding with faults on demand: it counts the calls of every C_ function, and answers the
 * n-th call of one with a CKR instead of passing it down. Thread-safe.
 */
public final class FaultingCryptoki {
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();

  private record Fault(int from, int to, long returnValue) {}

  /** No faults yet. */
  public FaultingCryptoki() {}

  /**
   * A factory that puts this in front of the usual binding.
   *
   * @return for {@code Token.connect}
   */
  public BindingFactory binding() {
    return (module, nativeDir) -> around(BindingFactory.usual().load(module, nativeDir));
  }

  /**
   * Makes calls of one function fail.
   *
   * @param function such as {@code C_OpenSession}
   * @param first the first call to fail, counted from now, from 1
   * @param times how many calls in a row fail
   * @param returnValue CKR_ number
   */
  public void fail(String function, int first, int times, long returnValue) {
    int from = calls(function) + first;
    faults.put(function, new Fault(from, from + times, returnValue));
  }

  /**
   * How often a function was called.
   *
   * @param function such as {@code C_Login}
   * @return calls so far, failed ones included
   */
  public int calls(String function) {
    return counter(function).get();
  }

  private AtomicInteger counter(String function) {
    return calls.computeIfAbsent(function, f -> new AtomicInteger());
  }

  private Cryptoki around(Cryptoki real) {
    return (Cryptoki)
        Proxy.newProxyInstance(
            Cryptoki.class.getClassLoader(),
            new Class<?>[] {Cryptoki.class},
            (proxy, method, args) -> call(real, method, args));
  }

  private Object call(Cryptoki real, Method method, Object[] args) throws Throwable {
    int number = counter(method.getName()).incrementAndGet();
    Fault fault = faults.get(method.getName());
    if (fault != null && number >= fault.from() && number < fault.to()) {
      throw new CryptokiException(method.getName(), fault.returnValue());
    }
    try {
      Object result = method.invoke(real, args);
      return method.getName().equals("forSession") ? around((Cryptoki) result) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
