package dev.kekkai.testkit;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The tokens that a contract runs on: those of {@link Tokens#all}, or one ({@link OneToken}). */
final class ContractTokens implements ArgumentsProvider {
  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    boolean one = context.getRequiredTestClass().isAnnotationPresent(OneToken.class);
    return Tokens.all().limit(one ? 1 : Long.MAX_VALUE).map(Arguments::of);
  }
}
