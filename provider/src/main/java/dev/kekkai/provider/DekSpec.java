package dev.kekkai.provider;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.keys.WrapMethod;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a {@code KeyGenerator} for a DEK that differs from the configuration: under another KEK, in
 * another place, or wrapped another way. Immutable.
 */
public final class DekSpec implements AlgorithmParameterSpec {
  private final String kek;
  private final @Nullable BulkMode bulk;
  private final @Nullable WrapMethod method;

  private DekSpec(String kek, @Nullable BulkMode bulk, @Nullable WrapMethod method) {
    this.kek = kek;
    this.bulk = bulk;
    this.method = method;
  }

  /**
   * A DEK under a KEK.
   *
   * @param kek the KEK's alias: a name for its primary version, or {@code NAME.vN}
   * @return the spec
   */
  public static DekSpec under(String kek) {
    return new DekSpec(kek, null, null);
  }

  /**
   * The same with a place of its own for AES-GCM.
   *
   * @param mode in the HSM or in software
   * @return a new spec
   */
  public DekSpec withBulk(BulkMode mode) {
    return new DekSpec(kek, mode, method);
  }

  /**
   * The same, wrapped by a method of its own.
   *
   * @param wrapMethod one that the KEK can do
   * @return a new spec
   */
  public DekSpec withMethod(WrapMethod wrapMethod) {
    return new DekSpec(kek, bulk, wrapMethod);
  }

  /**
   * The KEK's alias.
   *
   * @return a name or {@code NAME.vN}
   */
  public String kek() {
    return kek;
  }

  /**
   * Where AES-GCM runs.
   *
   * @return empty for the configuration's {@code bulk}
   */
  public Optional<BulkMode> bulk() {
    return Optional.ofNullable(bulk);
  }

  /**
   * How the DEK is wrapped.
   *
   * @return empty for the KEK's preferred method
   */
  public Optional<WrapMethod> method() {
    return Optional.ofNullable(method);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "DekSpec[kek=%s, bulk=%s, method=%s]",
        kek,
        bulk == null ? "as configured" : bulk,
        method == null ? "preferred" : method.id());
  }
}
