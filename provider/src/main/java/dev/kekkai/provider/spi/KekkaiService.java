package dev.kekkai.provider.spi;

import dev.kekkai.provider.spi.support.SpiContext;
import java.security.InvalidParameterException;
import java.security.Provider;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A registered service. Making an instance never touches the token, so an absent one shows at
 * {@code init}.
 */
final class KekkaiService extends Provider.Service {
  private final ServiceRow row;
  private final SpiContext context;

  KekkaiService(Provider provider, ServiceRow row, SpiContext context) {
    super(
        provider,
        row.type(),
        row.algorithm(),
        row.implementation().getName(),
        row.aliases(),
        attributes(row));
    this.row = row;
    this.context = context;
  }

  private static Map<String, String> attributes(ServiceRow row) {
    return row.keyClasses().isEmpty()
        ? Map.of()
        : Map.of(
            "SupportedKeyClasses",
            row.keyClasses().stream().map(Class::getName).collect(Collectors.joining("|")));
  }

  @Override
  public Object newInstance(@Nullable Object parameter) {
    if (parameter != null) {
      throw new InvalidParameterException(
          String.format(
              Locale.ROOT,
              "%s %s takes no parameter at getInstance, and this is a %s",
              row.type(),
              row.algorithm(),
              parameter.getClass().getName()));
    }
    return row.factory().apply(context);
  }

  /**
   * For delayed provider selection: keys of this provider only, so that every other key, also one
   * of another Kekkai provider, goes to whom it belongs.
   */
  @Override
  public boolean supportsParameter(@Nullable Object parameter) {
    return context.owns(parameter)
        && row.keyClasses().stream().anyMatch(type -> type.isInstance(parameter));
  }
}
