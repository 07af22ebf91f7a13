package dev.kekkai.provider.spi;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.provider.spi.support.SpiContext;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One service: its names, the keys it is for, and how it is made.
 *
 * @param type JCA's type, such as {@code Cipher}
 * @param algorithm its name
 * @param aliases other names and OIDs
 * @param keyClasses the keys that delayed provider selection brings here; empty for services that
 *     take no key
 * @param implementation the class that {@link #factory} makes
 * @param factory makes one
 * @param need what a configured profile must have for the service to be offered
 */
record ServiceRow(
    String type,
    String algorithm,
    List<String> aliases,
    List<Class<?>> keyClasses,
    Class<?> implementation,
    Function<SpiContext, Object> factory,
    Predicate<HsmProfile> need) {

  static ServiceRow of(
      String type,
      String algorithm,
      Class<?> implementation,
      Function<SpiContext, Object> factory) {
    return new ServiceRow(
        type, algorithm, List.of(), List.of(), implementation, factory, profile -> true);
  }

  ServiceRow alias(String... names) {
    return new ServiceRow(
        type, algorithm, List.of(names), keyClasses, implementation, factory, need);
  }

  ServiceRow keys(Class<?>... classes) {
    return new ServiceRow(
        type, algorithm, aliases, List.of(classes), implementation, factory, need);
  }

  ServiceRow when(Predicate<HsmProfile> condition) {
    return new ServiceRow(type, algorithm, aliases, keyClasses, implementation, factory, condition);
  }
}
